"""Sending mails. A failure is logged without the address and told to the sender in the same words for everybody."""

import logging
import sys
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.core.mail.backends.console import EmailBackend as ConsoleBackend
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from policybuilder.accounts.people import Person
from policybuilder.wording.mails import Mail

log = logging.getLogger("policybuilder.mails")


class ServersOutput(ConsoleBackend):
    """Writes mails to standard error, beside the log: for a site that has no mail server."""

    def __init__(self, *, fail_silently: bool = False, **how: object) -> None:
        super().__init__(fail_silently=fail_silently, **{**how, "stream": sys.stderr})


def send(mail: Mail, address: str) -> bool:
    """Whether the mail was handed over."""
    try:
        send_mail(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [address])
    except (OSError, SMTPException) as error:
        log.error("A mail could not be sent: %s", type(error).__name__)  # noqa: TRY400 - its text may name the address
        return False
    return True


def reset_link(request: HttpRequest, user: Person) -> str:
    """The address at which the user chooses a new password, once."""
    who = urlsafe_base64_encode(force_bytes(user.pk))
    return link(request, "reset_password", who, default_token_generator.make_token(user))


def link(request: HttpRequest, name: str, *args: str) -> str:
    """A page's whole address."""
    return request.build_absolute_uri(reverse(name, args=args))
