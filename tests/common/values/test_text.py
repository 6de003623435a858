"""Free text: what is said of too much and too little of it."""

import pytest

from common.contracts.values.checked import ValueFault
from common.contracts.values.text import Text


class TestTooShort:
    def test_is_told_with_a_remedy_that_fits_names_as_well_as_reasons(self) -> None:
        with pytest.raises(ValueFault) as fault:
            Text(50, minimum=4).check("华为")
        assert (fault.value.reason, fault.value.remedy) == ("至少4个字，现为2个字", "请填写至少4个字")
