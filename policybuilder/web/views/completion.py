"""What the text editor offers at a place of a policy: the same for everybody, so browsers and proxies may keep it."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from policybuilder.authoring.completing import MOST_ACTIONS, Surroundings, completions

KEPT_FOR = 3600  # seconds; new data comes with a new version of the site
DEEPEST = 6
LONGEST = 200


@require_safe
@cache_control(public=True, max_age=KEPT_FOR)
def completion(request: HttpRequest) -> JsonResponse:
    """`at`: the members around the place, outermost first; `name=1`: a member's name is typed; `action`: the statement's.

    `service`, `partition`, `region`, `account`: as `Surroundings` has them. An unknown place has nothing to offer.
    """
    asked = request.GET
    around = Surroundings(
        actions=tuple(text[:LONGEST] for text in asked.getlist("action")[:MOST_ACTIONS]),
        service=asked.get("service", "")[:LONGEST],
        partition=asked.get("partition", "")[:LONGEST] or "aws",
        region=asked.get("region", "")[:LONGEST],
        account=asked.get("account", "")[:LONGEST],
    )
    place = [text[:LONGEST] for text in asked.getlist("at")[:DEEPEST]]
    found = completions(place, around, name=asked.get("name") == "1")
    return JsonResponse({"options": [[each.text, each.detail] for each in found]})
