"""毕业生 at the door: login through 学信网, comparison with the enrolment record, confirmation (guides/004 §1, §2)."""
