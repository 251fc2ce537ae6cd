"""The kind of policy as the page showed it, as it is chosen now, and the one to go back to.

The form carries the kind that its page was made for (`settings-shown`): where another one is chosen, the page is made
anew, and the form remembers the kind it came from (`settings-before`) until that is taken for seen.
"""

from policybuilder.web.forms.state import FormState, first


def settle(form: FormState) -> bool:
    """Whether another kind is chosen than the one on the page; a form with rules then remembers where it came from."""
    settings = form.settings
    kind = first(settings, "kind", "identity")
    shown = first(settings, "shown", kind)
    before = first(settings, "before", shown)
    settings["shown"] = [kind]
    if before == kind or not form.rules:
        settings.pop("before", None)
    else:
        settings["before"] = [before]
    return kind != shown


def go_back(form: FormState) -> None:
    """Take up the kind that the form had before."""
    if before := first(form.settings, "before"):
        form.settings["kind"] = form.settings["shown"] = [before]
        form.settings.pop("before")


def seen(form: FormState) -> None:
    """What changed with the kind needs no more saying."""
    form.settings.pop("before", None)
