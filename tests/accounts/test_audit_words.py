"""What the audit records, the app can say: every action has words, not a code."""

import re

from gig_lens.local import BASE_DIR

APPS = ("accounts", "assistant", "finance", "voice")
RECORDED = re.compile(r"audit\.record\((.*?)\)\n", re.S)
ACTION = re.compile(r'"([a-z_]+\.[a-z_]+)"')


def test_every_action_has_words() -> None:
    sources = [path.read_text(encoding="utf-8") for app in APPS for path in (BASE_DIR / app).rglob("*.py")]
    recorded = {action for text in sources for call in RECORDED.findall(text) for action in ACTION.findall(call)}
    words = "".join(path.read_text(encoding="utf-8") for path in (BASE_DIR / "pwa/src/lib/words").glob("*.ts"))
    assert len(recorded) > 50
    assert sorted(one for one in recorded if f"audit_{one.replace('.', '_')}:" not in words) == []
