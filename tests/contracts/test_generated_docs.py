"""Generated documents say what the code says."""

from pathlib import Path

import pytest

from deploy.docs import files


class TestGeneratedDocuments:
    def test_are_up_to_date(self) -> None:
        assert files.outdated() == [], "run `make docs` and commit"

    def test_an_outdated_one_would_show(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        document = tmp_path / "docs" / "sample.md"
        document.parent.mkdir()
        document.write_text("yesterday")
        monkeypatch.setattr(files, "DOCS", document.parent)
        monkeypatch.setattr(files, "generated", lambda: {document: "today"})
        assert files.outdated() == ["docs/sample.md"]
