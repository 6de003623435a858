"""Code lists of the employment system, as data with the labels that people see. One module per subject."""

from common.contracts.codes.code_list import Code, CodeList
from common.contracts.codes.destinations import DESTINATIONS, DestinationCode
from common.contracts.codes.employers import (
    EMPLOYER_NATURES,
    INDUSTRIES,
    JOB_CATEGORIES,
    EmployerNatureCode,
    IndustryCode,
    JobCategoryCode,
)
from common.contracts.codes.levels import LEVELS, DataScope, LevelCode, in_scope, levels_in
from common.contracts.codes.persons import (
    DIFFICULTIES,
    ETHNICITIES,
    POLITICAL_STATUSES,
    SEXES,
    TEACHER_TRAININGS,
    DifficultyCode,
    EthnicityCode,
    PoliticalStatusCode,
    SexCode,
    TeacherTrainingCode,
)
from common.contracts.codes.training_modes import TRAINING_MODES, TrainingModeCode, may_sign_online

__all__ = [
    "DESTINATIONS",
    "DIFFICULTIES",
    "EMPLOYER_NATURES",
    "ETHNICITIES",
    "INDUSTRIES",
    "JOB_CATEGORIES",
    "LEVELS",
    "POLITICAL_STATUSES",
    "SEXES",
    "TEACHER_TRAININGS",
    "TRAINING_MODES",
    "Code",
    "CodeList",
    "DataScope",
    "DestinationCode",
    "DifficultyCode",
    "EmployerNatureCode",
    "EthnicityCode",
    "IndustryCode",
    "JobCategoryCode",
    "LevelCode",
    "PoliticalStatusCode",
    "SexCode",
    "TeacherTrainingCode",
    "TrainingModeCode",
    "in_scope",
    "levels_in",
    "may_sign_online",
]
