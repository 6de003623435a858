"""签约设置 of each school and cohort, and 协议类型 of each province and cohort."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, DateTime, Integer, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from agreements.database import Base


class SignSettings(Base):
    """The settings as they are now. No row means that the school has not opened signing for the cohort."""

    __tablename__ = "sign_settings"
    __table_args__ = (
        CheckConstraint("review_mode IN ('school_only', 'department_then_school')", name="review_mode"),
        CheckConstraint("agreement_type IN ('two_party', 'three_party')", name="agreement_type"),
        CheckConstraint("rescission_limit BETWEEN 0 AND 99", name="rescission_limit"),
    )

    school_code: Mapped[str] = mapped_column(Text, primary_key=True)
    cohort: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    signing_open: Mapped[bool] = mapped_column(Boolean)
    supplement_open: Mapped[bool] = mapped_column(Boolean)
    destinations_open: Mapped[bool] = mapped_column(Boolean)
    review_mode: Mapped[str] = mapped_column(Text)
    rescission_limit: Mapped[int] = mapped_column(SmallInteger)
    contact_name: Mapped[str] = mapped_column(Text)
    contact_phone: Mapped[str] = mapped_column(Text)
    """Sealed."""
    contact_address: Mapped[str] = mapped_column(Text)
    contact_postcode: Mapped[str] = mapped_column(Text)
    agreement_type_before: Mapped[str] = mapped_column(
        "agreement_type", Text, server_default="three_party", deferred=True
    )
    """Neither read nor written: the province's row decides. Processes of the release before still select it."""
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ProvinceAgreementType(Base):
    """What the province has decided for all its schools. No row means that it has not: 三方协议."""

    __tablename__ = "province_agreement_types"
    __table_args__ = (CheckConstraint("agreement_type IN ('two_party', 'three_party')", name="agreement_type"),)

    province_code: Mapped[str] = mapped_column(Text, primary_key=True)
    cohort: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    agreement_type: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
