"""The site with three addresses more, which fail each in its own way."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import path

from policybuilder import urls

STATUS = {"bad/": 400, "forbidden/": 403, "broken/": 500}
_ERRORS = {400: SuspiciousOperation("no"), 403: PermissionDenied("no"), 500: RuntimeError("no")}
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


def _raising(error):
    def view(request):
        raise error

    return view


urlpatterns = [*urls.urlpatterns, *(path(name, _raising(_ERRORS[status])) for name, status in STATUS.items())]
