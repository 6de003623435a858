"""Whose department reads an agreement."""

from uuid import UUID

from sqlalchemy import Integer, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from documents.database import Base


class AgreementDepartment(Base):
    """The department whose users read an agreement's sheet and files, as agreements said last. It follows the roster;
    the news may come before sheet and files, and in disorder."""

    __tablename__ = "agreement_departments"

    agreement_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer)
    school_code: Mapped[str] = mapped_column(Text)
    department: Mapped[str] = mapped_column(Text)
