"""Which origins a setting trusts: what better-auth 1.7.24's own matcher says, but for what is refused on purpose."""

import pytest

from services.gateway.auth.origins import TrustedOrigins, is_own_path, origin_of

TRUSTED = [
    ("http://gateway.test", "http://gateway.test/x"),
    ("http://gateway.test", "HTTP://GATEWAY.TEST:80"),
    ("https://app.example.com:8443", "https://app.example.com:8443/a?b#c"),
    ("https://*.wild.example", "https://a.b.wild.example"),
    ("*.wild.example", "https://a.wild.example"),
    ("*.wild.example:3000", "http://a.wild.example:3000"),
    ("https://*", "https://x.io"),
    ("https://x.io/**", "https://x.io/deep"),
    ("http*://x.io", "https://x.io"),
    ("https://a?c.io", "https://abc.io"),
    ("192.168.*.*", "http://192.168.1.2"),
    ("http://192.168.*.*:3000", "http://192.168.1.2:3000"),
    ("10.*", "http://10.0.0.55"),
    ("localhost:*", "http://localhost:3000/x"),
    ("http://[::1]:3000", "http://[0:0:0:0:0:0:0:1]:3000"),
    ("myapp://", "myapp://anything/at/all"),
    ("myapp://host/cb", "MyApp://HOST/cb/deep?x=1#f"),
    ("exp://192.168.*.*:*/**", "exp://192.168.1.2:8081/--/x"),
    ("chrome-extension://abcdef", "chrome-extension://abcdef/popup.html"),
]
NOT_TRUSTED = [
    ("http://gateway.test", "https://gateway.test"),
    ("http://gateway.test", "http://gateway.test:81"),
    ("http://gateway.test", "http://gateway.test.evil.com"),
    ("http://gateway.test", "http://gateway.test@evil.com"),
    ("https://*.wild.example", "https://wild.example"),
    ("https://*.wild.example", "http://a.wild.example"),
    ("https://*.wild.example", "https://evil.com/.wild.example"),
    ("https://*.wild.example", "https://evil.com#.wild.example"),
    ("https://*.wild.example", "https://a.wild.example:3000"),
    ("192.168.*.*", "http://192.168.evil.com"),
    ("http://192.168.*.*:3000", "http://192.168.1.evil.com:3000"),
    ("exp://192.168.*.*:*/**", "exp://192.168.1.evil.com:8081/x"),
    ("exp://10.*/*", "exp://a@10.1.2.3/x"),
    ("myapp://host/cb", "myapp://host/cbx"),
    ("myapp://host/cb", "myapp://host/cb/../x"),
    ("myapp://host/cb", "myapp://host/cb%2f..%2fx"),
    ("myapp://host/cb", "myapp://user@host/cb"),
    ("*", "javascript:alert(1)"),
    ("*", "data:text/html,x"),
    ("*", "//evil.com"),
    ("*", "null"),
    ("*", ""),
    ("https://app.example.com/", "https://app.example.com"),
]
REFUSED_ON_PURPOSE = [
    "http://user@gateway.test",
    " http://gateway.test",
    "http://gateway.test\t",
    "http:\\\\gateway.test",
    "http:gateway.test",
    "http://gateway.test\\@evil.com",
]


@pytest.mark.parametrize(("pattern", "url"), TRUSTED)
def test_an_address_is_trusted(pattern: str, url: str) -> None:
    assert TrustedOrigins(["https://other.example", pattern]).admit(url)


@pytest.mark.parametrize(("pattern", "url"), NOT_TRUSTED)
def test_an_address_is_not_trusted(pattern: str, url: str) -> None:
    assert not TrustedOrigins([pattern]).admit(url)


@pytest.mark.parametrize("url", REFUSED_ON_PURPOSE)
def test_an_address_that_parsers_read_differently_is_trusted_by_nobody(url: str) -> None:
    assert not TrustedOrigins(["*", "http://*", "http://gateway.test"]).admit(url)
    assert origin_of(url) is None


@pytest.mark.parametrize("path", ["/", "/x?y=1#z", "/x?u=%2f//\u00e9", "/\u00e9", "/x y"])
def test_a_path_of_our_own_may_be_gone_to(path: str) -> None:
    assert is_own_path(path)
    assert TrustedOrigins([]).admit_target(path)


@pytest.mark.parametrize(
    "path", ["//evil", "/\\evil", "/x\\y", "/%2fevil", "/a%5Cb", "/\t/evil", "/x\x7f", "/\x85", "a", "?x"]
)
def test_a_path_that_could_lead_elsewhere_may_not(path: str) -> None:
    assert not is_own_path(path)
    assert not TrustedOrigins(["*"]).admit_target(path)
