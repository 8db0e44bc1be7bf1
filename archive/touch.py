"""Triggers that mark each organ and year whose rows change, so that the checks look at what changed and nothing else.

Whoever writes a row that a rule looks at marks it, without knowing: a writer that forgot would leave old findings
standing. `parse check` takes the marks away.
"""

from __future__ import annotations

from collections.abc import Iterator

SEEN = {
    "reports": "form, scope, scope_evidence, title, organ_printed, published_on, signed_on, first_seen, capture, kind, division",
    "coverage": "state, deadline, published_on, first_seen, why_zh, why_en, report",
    "report_captures": "role, counts, change",
    "similar": "similarity",
}
"""The tables that rules look at, with the columns whose change counts: not when an address was looked at last."""

OF_REPORT = "substr({0}.report, 1, length({0}.report) - 5), cast(substr({0}.report, -4) as integer)"
OF_ORGAN = "{0}.organ, {0}.year"
# "insert or ignore" would take the outer statement's way with conflicts; this does not.
MARK = "insert into touched select {0} where true on conflict do nothing; "
MARK_TEXT = "insert into touched_texts select {0}.id where true on conflict do nothing; "
RENAMED = """create trigger touched_organs after update of kind, name, division on organs
  when old.kind <> new.kind or old.name <> new.name or old.division <> new.division begin
  insert into touched select organ, year from reports where organ = new.id on conflict do nothing;
  insert into touched_texts select id from reports where organ = new.id on conflict do nothing; end"""


def triggers() -> Iterator[str]:
    """The statements that create them."""
    for table, columns in SEEN.items():
        for event, row in (("insert", "new"), (f"update of {columns}", "new"), ("delete", "old")):
            who = (OF_ORGAN if table in ("reports", "coverage") else OF_REPORT).format(row)
            body = MARK.format(who) + (MARK_TEXT.format(row) if table == "reports" else "")
            name = f"touched_{table}_{event.split()[0]}"
            yield f"create trigger {name} after {event} on {table} begin {body}end"
    yield RENAMED
