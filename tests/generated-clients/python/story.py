import hashlib
import json
import os
from types import SimpleNamespace

from incidents import (
    ApiClient, ApiException, ChangesApi, Configuration, Countries, ExportsApi, IncidentBody, IncidentsApi, IncidentSort, Involvement, Location, Occurrence,
    OrganisationsApi, PeopleDefenderRoles, PeopleKind, PeopleRole, StatisticsApi, Violation, ViolationsType, WebhookBody, WebhookEvent, WebhooksApi, WebhookStatus,
)
from patient import PatientClient

steps = []


def step(name):
    """Runs what follows at once; its name then holds what came of it."""
    def run(act):
        value = act()
        steps.append(name)
        return value
    return run


def same(found, expected, what):
    if found != expected:
        raise AssertionError(f"{what}: expected {expected}, found {found}")


def client_of(key, api=os.environ["API"], kind=PatientClient):
    configuration = Configuration(host=api)
    configuration.access_token = key
    configuration.retries = False  # else urllib3 itself asks again
    return kind(configuration)


def problem(call):
    """What the service says against a call, as the document has it."""
    try:
        call()
    except ApiException as refusal:
        told = client.deserialize(SimpleNamespace(data=refusal.body), "Problem")
        same((refusal.status, refusal.headers["Content-Type"]), (told.status, "application/problem+json"), "a problem")
        return told
    raise AssertionError("This was to be refused.")


def body(title, date="2024-05"):
    return IncidentBody(
        title=title,
        occurred=Occurrence(_from=date),
        location=Location(country=Countries.KG, region="KG-GB"),
        violations=[Violation(type=ViolationsType.RAID_OFFICE, victims=["o1"])],
        people=[Involvement(ref="o1", role=PeopleRole.VICTIM, kind=PeopleKind.ORGANISATION, label="a legal aid group", defender_roles=[PeopleDefenderRoles.NGO])])


client = client_of(os.environ["KEY"])
incidents, changes, exports, webhooks = IncidentsApi(client), ChangesApi(client), ExportsApi(client), WebhooksApi(client)


@step("begin")
def began():
    end = changes.list_changes(after="end")
    same((end.items, end.more), ([], False), "what comes after the end")
    return end.next_cursor


first = body("Searches at the office of a legal aid group")


@step("record")
def recorded():
    made, status, headers = incidents.create_incident_with_http_info(first, idempotency_key="story-python")
    same((status, made.version, made.status, headers["Location"]), (201, 1, "draft", f"/v1/incidents/{made.id}"), "a new record")
    return made


@step("retry")
def _():
    again, _, headers = incidents.create_incident_with_http_info(first, idempotency_key="story-python")
    same((again.id, headers["Idempotency-Replayed"]), (recorded.id, "true"), "the same request again")


@step("read")
def etag():
    read, _, headers = incidents.get_incident_with_http_info(recorded.id)
    same((read.version, read.occurred.precision, read.violations[0].type), (1, "month", ViolationsType.RAID_OFFICE), "the record")
    try:
        incidents.get_incident(recorded.id, if_none_match=headers["ETag"])
        raise AssertionError("This is not to be sent again.")
    except ApiException as held:
        same(held.status, 304, "the record that we hold")
    return headers["ETag"]


@step("change")
def _():
    changed, _, headers = incidents.patch_incident_with_http_info(recorded.id, etag, {"occurred": Occurrence(_from="2024-05-17")})
    same((changed.version, changed.occurred.precision, headers["ETag"] == etag), (2, "day", False), "the changed record")


@step("conflict")
def _():
    stale = problem(lambda: incidents.patch_incident(recorded.id, etag, {"summary": "What another had changed is lost."}))
    same((stale.status, stale.type, bool(stale.detail and stale.trace_id)), (412, "/problems/stale-version", True), "a change of an old version")


@step("validation")
def _():
    wrong = body("An act that nobody knows, on a day that never was", "2024-02-31")
    wrong.violations[0].type = "arest"
    refused = problem(lambda: incidents.create_incident(wrong))
    faults = {fault.pointer: fault for fault in refused.errors}
    act = faults["/violations/0/type"]
    same((refused.status, act.value, "arrest" in act.allowed, act.near[0]), (422, "arest", True, "arrest"), "the fault of the act")
    same("/occurred/from" in faults, True, "both faults at once")


@step("page")
def pages():
    for day in (1, 2, 3, 4):
        incidents.create_incident(body(f"Day {day}", f"2024-06-0{day}"))
    found, read, more = [], 0, {}
    while more is not None:
        page = incidents.list_incidents(violation=[ViolationsType.RAID_OFFICE, ViolationsType.ARREST], sort=IncidentSort.OCCURRED, limit=2, **more)
        found += page.items
        more = {"after": page.next_cursor} if page.next_cursor else None
        read += 1
    same([item.occurred._from for item in found], ["2024-05-17", "2024-06-01", "2024-06-02", "2024-06-03", "2024-06-04"], "the list")
    return read


@step("changes")
def followed():
    told, after, more = [], began, True
    while more:
        page = changes.list_changes(after=after, limit=4, include="document")
        told += page.items
        after, more = page.next_cursor, page.more
    same([change.position for change in told], [1, 2, 3, 4, 5, 6], "positions without a hole")
    its = [change for change in told if change.id == recorded.id]
    same([(change.type, change.version, change.change) for change in its], [("incident.created", 1, "created"), ("incident.changed", 2, "patched")], "what was done to the record")
    same([(change.document.version, change.document.occurred._from) for change in its], [(2, "2024-05-17")] * 2, "the record as it stands now")
    return [f"{change.position} {change.id} {change.version}" for change in told]


@step("elsewhere")
def _():
    elsewhere = changes.list_changes(scope="public", after="end").next_cursor
    refused = problem(lambda: changes.list_changes(after=elsewhere))
    same((refused.status, refused.type, refused.errors[0].parameter), (400, "/problems/invalid-cursor", "after"), "a cursor of another log")


@step("webhook")
def webhook():
    events = [WebhookEvent.CREATED, WebhookEvent.REMOVED]
    made, status, headers = webhooks.create_webhook_with_http_info(WebhookBody(url=os.environ["RECEIVER"], events=events, filter={"country": "KG,KZ"}))
    same((status, made.status, headers["Location"], made.secret[:6]), (201, WebhookStatus.ACTIVE, f"/v1/webhooks/{made.id}", "whsec_"), "a new webhook")
    read = webhooks.get_webhook(made.id)
    same((read.url, read.events, read.filter["country"], read.secret), (os.environ["RECEIVER"], events, "KG,KZ", None), "the webhook")
    return made


@step("test")
def tested():
    delivery = webhooks.test_webhook(webhook.id)
    same((delivery.type, delivery.status, [attempt.http_status for attempt in delivery.attempts]), ("webhook.test", "delivered", [204]), "what came of the test")
    return delivery.id


@step("forbidden")
def _():
    refused = problem(lambda: webhooks.create_webhook(WebhookBody(url="http://169.254.169.254/latest", events=[WebhookEvent.CREATED])))
    same((refused.status, refused.type, refused.errors[0].pointer), (422, "/problems/forbidden-address", "/url"), "an address inside")


@step("delete")
def _():
    _, status, _ = webhooks.delete_webhook_with_http_info(webhook.id)
    gone = problem(lambda: webhooks.get_webhook(webhook.id))
    same((status, gone.status, gone.type), (204, 404, "/problems/not-found"), "the webhook that was deleted")


@step("statistics")
def counted():
    figures = StatisticsApi(client).get_statistics(group_by=["month"], _from="2024")
    same((figures.measure, figures.group_by, figures.counting), ("incidents", ["month"], "exclusive"), "what was counted")
    same([(group.key["month"], group.events.min) for group in figures.groups], [("2024-05", 1), ("2024-06", 4)], "the figures")
    return figures.total.events.max


@step("export")
def exported():
    answer = exports.export_incidents("ndjson", _preload_content=False)
    digest, lines = hashlib.sha256(), 0
    with open(os.path.join(os.environ["FOLDER"], "incidents.ndjson"), "wb") as file:
        for part in answer.stream(65536):
            file.write(part)
            digest.update(part)
            lines += part.count(b"\n")
    manifest = exports.get_export(answer.headers["Export-Id"])
    same((manifest.status, manifest.rows, manifest.sha256), ("complete", lines, digest.hexdigest()), "the manifest of the file")
    return lines


@step("refusals")
def _():
    unknown = problem(lambda: OrganisationsApi(client_of("hrd_live_nobody")).get_me())
    observer = problem(lambda: IncidentsApi(client_of(os.environ["OBSERVER_KEY"])).create_incident(body("By one who may only read")))
    missing = problem(lambda: incidents.get_incident("0198c2f0-0000-7000-8000-000000000000"))
    same([(refused.status, refused.type) for refused in (unknown, observer, missing)],
         [(401, "/problems/invalid-key"), (403, "/problems/missing-scope"), (404, "/problems/not-found")], "refusals")


@step("patience")
def _():
    impatient = client_of(os.environ["KEY"], os.environ["LIMITED_API"], ApiClient)
    try:
        while True:
            OrganisationsApi(impatient).get_me()
    except ApiException as refused:
        same((refused.status, json.loads(refused.body)["type"]), (429, "/problems/too-many-requests"), "one request too many")
        same(int(refused.headers["Retry-After"]) >= 1, True, "when to come again")
    waited = OrganisationsApi(client_of(os.environ["KEY"], os.environ["LIMITED_API"])).get_me_with_http_info()
    same(waited[1], 200, "who waits is served")


with open(os.path.join(os.environ["FOLDER"], "told.json"), "w", encoding="utf-8") as told:
    json.dump({"steps": steps, "incident": recorded.id, "pages": pages, "counted": counted, "exported": exported, "followed": followed, "secret": webhook.secret, "tested": tested}, told)
