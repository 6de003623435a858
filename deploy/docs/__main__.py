"""`make docs`: write every generated document."""

from deploy.docs.files import generated

if __name__ == "__main__":
    for path, content in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
