"""How rates are computed, as data keyed by cohort. Codes are two-digit base codes of 毕业去向类别.

2021: 教学厅函〔2021〕19号 附件1. 2024: 教就业厅函〔2024〕11号, whose text is not public; its grouping follows
《中国教育监测与评价统计指标体系(2025年版)》. That leaves open where 12 and 27 belong: here they are 单位就业.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """One rate: the outcomes in its numerator, over 毕业生总数."""

    code: str
    label: str
    bases: frozenset[str]
    placed: bool
    """Whether it is part of 毕业去向落实率."""


@dataclass(frozen=True)
class Formula:
    """One version of the ministry's formula, for the cohorts from `since` on."""

    version: str
    since: int
    document: str
    rates: tuple[Rate, ...]


def _rate(code: str, label: str, bases: str, *, placed: bool = True) -> Rate:
    return Rate(code, label, frozenset(bases.split()), placed)


_STARTUP = _rate("startup", "自主创业率", "75")
_FURTHER_STUDY = _rate("further_study", "升学率", "80 85")
_NOT_PLACED = (
    _rate("seeking", "待就业率", "70", placed=False),
    _rate("not_seeking", "暂不就业率", "71 72", placed=False),
)

FORMULAS = (
    Formula(
        "2021",
        2021,
        "教学厅函〔2021〕19号",
        (
            _rate("agreement_and_contract", "协议和合同就业率", "10 11 27 46 50 51"),
            _STARTUP,
            _rate("flexible", "灵活就业率", "12 76"),
            _FURTHER_STUDY,
            *_NOT_PLACED,
        ),
    ),
    Formula(
        "2024",
        2024,
        "教就业厅函〔2024〕11号",
        (
            _rate("employer", "单位就业率", "10 11 12 27 46 50 51"),
            _STARTUP,
            _rate("freelance", "自由职业率", "76"),
            _FURTHER_STUDY,
            *_NOT_PLACED,
        ),
    ),
)
