"""People for operators: find one, set what may be set, give a new password."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import audit
from accounts.archives import queue
from accounts.models import User
from kit.admin import BoundedPaginator

if TYPE_CHECKING:
    AnyUserAdmin = DjangoUserAdmin[Any]
    AnyCreationForm = AdminUserCreationForm[Any]
else:
    AnyUserAdmin, AnyCreationForm = DjangoUserAdmin, AdminUserCreationForm  # generic in the stubs only

POWERS = ("is_staff", "is_superuser", "groups", "user_permissions")


class NewUserForm(AnyCreationForm):
    """An address and, unless codes and passkeys are enough, a password."""

    class Meta:
        model = User
        fields = ("email",)

    def clean_email(self) -> str:
        """Write addresses in lower case, as sign-up does."""
        return str(self.cleaned_data["email"]).lower()


@admin.register(User)
class UserAdmin(AnyUserAdmin):
    """The address is changed by its owner only, who proves that it is theirs; people delete themselves, in the app."""

    add_form = NewUserForm
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "usable_password", "password1", "password2")}),)
    fieldsets: ClassVar[Any] = (
        (None, {"fields": ("email", "password", "public_id", "second_factors")}),
        ("Person", {"fields": ("name", "language", "time_zone", "is_demo")}),
        ("Money", {"fields": ("home_currency", "buffer_minor", "daily_target_minor", "working_days")}),
        ("Permissions", {"fields": ("is_active", *POWERS)}),
        ("Dates", {"fields": ("date_joined", "last_login")}),
    )
    readonly_fields = ("public_id", "second_factors", "date_joined", "last_login")
    list_display = ("email", "name", "is_demo", "is_staff", "is_active", "date_joined", "last_login")
    list_filter = ("is_demo", "is_staff", "is_superuser", "is_active", "language", "date_joined", "last_login")
    search_fields = ("email", "name", "public_id")
    ordering = ("-id",)
    list_per_page = 50
    list_max_show_all = 0
    paginator = BoundedPaginator
    show_full_result_count = False
    actions = ("export",)

    @admin.display(description="second factors")
    def second_factors(self, user: User) -> str:
        """Name the kinds and since when; their secrets stay sealed."""
        factors = Authenticator.objects.filter(user=user).order_by("created_at").defer("data")
        return ", ".join(f"{row.get_type_display()} since {row.created_at:%Y-%m-%d}" for row in factors) or "none"

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Keep the address once it is there, and the powers to those who have them all."""
        fields = [*self.readonly_fields, *(["email"] if obj else [])]
        return fields if cast(User, request.user).is_superuser else [*fields, *POWERS]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An operator changes no other operator, or a new password would make them anybody; a superuser may."""
        me = cast(User, request.user)
        if obj is not None and obj.is_staff and obj != me and not me.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, and write down what was changed of somebody's settings or powers."""
        super().save_model(request, obj, form, change)
        names = [name for name in form.changed_data if name in form.initial]
        before = {name: _plain(form.initial[name]) for name in names}
        changes = audit.difference(before, {name: _plain(form.cleaned_data[name]) for name in names})
        if changes or not change:
            audit.record(obj, "settings.changed" if change else "settings.made", changes=changes)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Give a new password, and write down that it was given."""
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            if request.method == "POST" and response.status_code == 302:
                audit.record(User.objects.get(pk=id), "login.password_changed")
        return response

    @admin.action(description="Export: ready in their settings for a day", permissions=["change"])
    def export(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Make exports for the chosen people; the files are theirs to fetch."""
        chosen = list(queryset[: self.list_per_page])
        for user in chosen:
            queue.ask_export(user, now=timezone.now())
        self.message_user(request, f"{len(chosen)} exports asked for.", messages.SUCCESS)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Not from here."""
        return False


def _plain(value: Any) -> Any:
    """Return what a form holds as the audit can keep it: rows by their names."""
    return [str(one) for one in value] if hasattr(value, "__iter__") and not isinstance(value, str) else value
