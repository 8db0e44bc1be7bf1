"""Where alarms go, by setting: a file, a mail, a webhook. Each is an action of Spidermon's suite.

GONGKAI_ALERT_FILE      a path; each alert is appended
GONGKAI_ALERT_MAIL      addresses, with commas; GONGKAI_SMTP is host:port (localhost:25), GONGKAI_SMTP_USER and
                        GONGKAI_SMTP_PASSWORD_FILE where the server wants them
GONGKAI_ALERT_WEBHOOK   an address that takes a POST of JSON: text (as chat services read it), night, alarms
"""

from __future__ import annotations

import json
import os
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from urllib.request import Request, urlopen

from spidermon.core.actions import Action

from crawler.monitors import Alarm

SECONDS = 20.0


class Alert(Action):  # type: ignore[misc]
    """An alert with its words ready."""

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__()
        self.given = given

    @property
    def alarms(self) -> list[Alarm]:
        alarms: list[Alarm] = self.data.facts.alarms
        return alarms

    @property
    def since(self) -> str:
        pulse = self.data.facts.pulse
        return pulse.since if pulse else "without a crawl"

    @property
    def subject(self) -> str:
        return f"gongkai: {len(self.alarms)} alarms after the night of {self.since}"

    @property
    def text(self) -> str:
        return "\n".join([self.subject, "", *(f"- {alarm.line()}" for alarm in self.alarms)]) + "\n"


class ToFile(Alert):
    def run_action(self) -> None:
        """Append, whole or not at all as far as the system allows: one write."""
        with Path(self.given["GONGKAI_ALERT_FILE"]).open("a", encoding="utf-8") as file:
            file.write(self.text + "\n")


class ToMail(Alert):
    def run_action(self) -> None:
        """One mail to all, by the standard library: Spidermon's own mail action needs a package for mail in HTML."""
        host, _, port = self.given.get("GONGKAI_SMTP", "localhost:25").partition(":")
        with smtplib.SMTP(host, int(port or 25), timeout=SECONDS) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            if user := self.given.get("GONGKAI_SMTP_USER"):
                server.login(user, Path(self.given["GONGKAI_SMTP_PASSWORD_FILE"]).read_text().strip())
            server.send_message(self._mail())

    def _mail(self) -> EmailMessage:
        mail = EmailMessage()
        contact, to = self.given.get("GONGKAI_CONTACT", ""), self.given["GONGKAI_ALERT_MAIL"]
        mail["Subject"], mail["To"] = self.subject, to
        mail["From"] = contact if "@" in contact else to.split(",")[0].strip()
        mail.set_content(self.text)
        return mail


class ToWebhook(Alert):
    def run_action(self) -> None:
        """One POST; an answer that is no success is an error."""
        rows = [{"what": a.what, "where": a.where, "do": a.do} for a in self.alarms]
        body = json.dumps({"text": self.text, "night": self.since, "alarms": rows}, ensure_ascii=False)
        request = Request(
            self.given["GONGKAI_ALERT_WEBHOOK"], body.encode(), {"Content-Type": "application/json"}
        )
        with urlopen(request, timeout=SECONDS) as answer:
            answer.read()


WAYS: dict[str, type[Alert]] = {
    "GONGKAI_ALERT_FILE": ToFile,
    "GONGKAI_ALERT_MAIL": ToMail,
    "GONGKAI_ALERT_WEBHOOK": ToWebhook,
}


def actions(given: Mapping[str, str] = os.environ) -> list[Action]:
    """The alerts that are set."""
    return [way(given) for name, way in WAYS.items() if given.get(name)]
