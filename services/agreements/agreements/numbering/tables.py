"""The last serial given, per school and cohort."""

from sqlalchemy import CheckConstraint, Integer, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base


class NumberCounter(Base):
    """One row per school and cohort. Its lock puts simultaneous approvals in a row, so that no serial is left out."""

    __tablename__ = "number_counters"
    __table_args__ = (CheckConstraint("last_serial BETWEEN 1 AND 9999999", name="last_serial"),)

    cohort: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    school_code: Mapped[str] = mapped_column(Text, primary_key=True)
    last_serial: Mapped[int] = mapped_column(Integer)
