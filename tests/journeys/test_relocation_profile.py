"""户档信息管理: filled by the first invitation, it fills the next ones (guides/000 §5.1 and §9)."""

from deploy.demo.stage import Stage, path_of, refusal
from tests.journeys.casting import COLLEAGUES

PROFILE = "/agreements/v1/relocation-profile"
MOVED = {"file_receiver": "余杭区人才服务中心", "file_address": "文一西路 1500 号"}


class TestRelocationProfile:
    async def test_the_first_letter_fills_it_and_it_fills_the_next(self, stage: Stage) -> None:
        refused = await refusal(stage.employer.get(PROFILE))
        assert refused.status == 404
        first = await stage.invite(stage.employer, stage.data.employer, COLLEAGUES[0])
        profile = await stage.employer.get(PROFILE)
        entered = stage.data.employer.letter()["relocation"]
        assert (profile["version"], profile["content"]["file_receiver"]) == (1, entered["file_receiver"])

        await stage.employer.put(PROFILE, entered | MOVED, **{"If-Match": '"1"'})
        refused = await refusal(stage.employer.put(PROFILE, entered, **{"If-Match": '"1"'}))
        assert (refused.status, refused.problem["rule"]) == (409, "version_is_the_one_read")

        favourite = await stage.keep(stage.employer, COLLEAGUES[1])
        letter = (await stage.employer.get("/agreements/v1/invitations/draft"))["letter"]
        body = {"favourite_id": favourite["id"], "letter": letter}
        second = await stage.employer.post("/agreements/v1/invitations", body)
        for number, invitation, receiver in (
            (COLLEAGUES[0], first, entered["file_receiver"]),
            (COLLEAGUES[1], second, MOVED["file_receiver"]),
        ):
            seen = await (await stage.enter(number)).get(path_of(invitation))
            assert seen["relocation"]["file_receiver"] == receiver
        await its_history_says_who_and_whence(stage)


async def its_history_says_who_and_whence(stage: Stage) -> None:
    """查看编辑记录: the latest first; what came with a letter says so."""
    edited, filled = (await stage.employer.get(f"{PROFILE}/edits"))["items"]
    assert (filled["by"], filled["source"]["label"]) == (stage.data.employer.contact, "签约邀请函")
    assert (edited["version"], edited["source"]) == (2, None)
    assert {change["title"]: change["after"] for change in edited["changes"]} == {
        "档案转寄单位名称": MOVED["file_receiver"],
        "档案转寄单位详细地址": MOVED["file_address"],
    }
    refused = await refusal(stage.rival.get(PROFILE))
    assert refused.status == 404
