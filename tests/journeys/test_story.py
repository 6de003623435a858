"""The main job, end to end, on both buses."""

from io import BytesIO

from pypdf import PdfReader

from deploy.demo.story import Story
from deploy.embedded.platform import Platform


class TestStory:
    async def test_from_registration_to_the_issued_agreement(self, platform: Platform) -> None:
        async with Story.on(platform.gateway_url, platform.sandbox_url, platform.centre_password) as story:
            await story.play()
            person, left = story.data.people[0], story.left
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(left.pdf)).pages)
        for printed in (left.agreement["number"], person.name, person.id_number, person.mobile, story.data.school.name):
            assert printed in text
        assert story.data.employer.uscc in text
        assert left.agreement["number"].startswith(f"2027{story.data.school.code}")
        assert left.destination["status"]["label"] == "已作废"
        assert "签约成功" in left.notices["毕业生"]
