"""Addresses of accounts."""

from django.urls import path

from policybuilder.web.views import account, mail_links, signing, tokens

urlpatterns = [
    path("", account.account, name="account"),
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-up/", signing.sign_up, name="sign_up"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("sign-out-everywhere/", account.everywhere, name="sign_out_everywhere"),
    path("password/", account.password, name="password"),
    path("password/forgotten/", mail_links.forgotten, name="forgotten"),
    path("password/new/<str:who>/<str:token>/", mail_links.reset_password, name="reset_password"),
    path("mail-sent/", mail_links.mail_sent, name="mail_sent"),
    path("address/<str:token>/", mail_links.confirm_address, name="confirm_address"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("data.zip", account.data_zip, name="data_zip"),
    path("delete/", account.delete, name="account_delete"),
]
