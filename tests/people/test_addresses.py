import re
from email.headerregistry import Address

import pytest
from hypothesis import given, strategies as st

from people.addresses import ADDRESS


@given(st.from_regex(ADDRESS, fullmatch=True))
def test_what_we_accept_mail_can_be_addressed_to(text: str) -> None:
    assert Address(addr_spec=text).addr_spec == text


@pytest.mark.parametrize(
    "text",
    ["jan..jansen@x.nl", "jan.@x.nl", "jan,x@x.nl", "jän@x.nl", "jan@x..nl", "jan@x", "jan@-x.nl", "@x.nl", "jan"],
)
def test_what_no_mail_can_be_sent_to_is_refused(text: str) -> None:
    assert not re.fullmatch(ADDRESS, text)
