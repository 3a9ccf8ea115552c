"""Only plain web addresses become links."""

import pytest

from assessments.templatetags.links import safe_href


@pytest.mark.parametrize("address", ["https://example.org/a?b=c#d", "http://example.org", "HTTPS://EXAMPLE.ORG"])
def test_web_addresses_stay(address: str) -> None:
    assert safe_href(address) == address


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", " https://example.org", "JaVaScRiPt:1", "data:text/html,x", "//example.org", "ftp://x", ""],
)
def test_anything_else_is_no_link(address: str) -> None:
    assert safe_href(address) == ""
