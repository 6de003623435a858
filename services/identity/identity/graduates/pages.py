"""What a browser is shown on its way back from 学信网. No script, no tokens, every text escaped."""

from html import escape

from fastapi import Response
from fastapi.responses import HTMLResponse, RedirectResponse

from common.errors import Problem

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>body{{font-family:sans-serif;max-width:32em;margin:3em auto;padding:0 1em}}
code{{word-break:break-all}}</style></head>
<body><h1>{title}</h1>{body}</body></html>
"""


def wants_page(accept: str) -> bool:
    """Whether a browser is asking and not a program: only browsers ask for html by name."""
    return "text/html" in accept.lower()


def signed_in(code: str, portal_url: str) -> Response:
    """On to the portal, which exchanges the code; without a portal a page that shows it."""
    if portal_url:
        # In the fragment, which no server and no Referer ever sees.
        return RedirectResponse(f"{portal_url}#login_code={code}", status_code=303, headers=HEADERS)
    body = f"<p>请返回应用，在一分钟内使用以下一次性登录码进入系统：</p><p><code>{escape(code)}</code></p>"
    return HTMLResponse(PAGE.format(title="学信网登录成功", body=body), headers=HEADERS)


def refused(problem: Problem, portal_url: str) -> Response:
    """Why not, what to do next, and who can help."""
    lines = [problem.detail, problem.advice]
    if problem.who_can_change:
        lines.append(f"可处理人：{problem.who_can_change}。")
    body = "".join(f"<p>{escape(line)}</p>" for line in dict.fromkeys(lines) if line)
    if portal_url:
        body += f'<p><a href="{escape(portal_url)}">返回首页</a></p>'
    headers = HEADERS if problem.retry_after is None else HEADERS | {"Retry-After": str(problem.retry_after)}
    page = PAGE.format(title=escape(problem.title), body=body)
    return HTMLResponse(page, status_code=problem.status, headers=headers)
