import pytest, time
from tests.web.crawl import Crawl
@pytest.fixture
def database_url(sample_url, engines_closed): return sample_url("sqlite")
@pytest.mark.parametrize("who", ["lead","author","reader","admin","outsider"])
def test_full(browser, accounts, who):
    b = browser.as_(accounts[who]); t=time.time()
    b.app.config["PROPAGATE_EXCEPTIONS"]=False; b.app.testing=False
    c = Crawl(b, "/", each=None)
    n=sum(1 for _ in c.pages())
    print(who, n, round(time.time()-t,1)); print("\n".join(c.wrong))
    print(sorted(c.seen.items(), key=str))
