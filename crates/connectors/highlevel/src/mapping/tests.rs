use serde_json::json;

use super::*;

fn fields(value: &Value) -> Fields {
    value.as_object().cloned().unwrap()
}

#[test]
fn the_example_contact_of_the_schema_comes_out_in_normal_form() {
    // GetContectByIdSchema's examples.
    let item = json!({"id": "seD4PfOuKoVMLkEZqohJ", "name": "rubika deo",
        "locationId": "ve9EPM428h8vShlRW1KT", "firstName": "rubika", "lastName": "Deo",
        "email": "Rubika@deos.com", "emailLowerCase": "rubika@deos.com",
        "timezone": "Asia/Calcutta", "companyName": "DGS VolMAX", "phone": "+18832327657",
        "dnd": true, "type": "read", "source": "public api",
        "assignedTo": "ve9EPM428h8vShlRW1KT", "address1": "3535 1st St N",
        "city": "ruDolomitebika", "state": "AL", "country": "US", "postalCode": "35061",
        "website": "https://www.tesla.com", "tags": ["nisi sint commodo amet", "Consequat"],
        "dateOfBirth": "1990-09-25T00:00:00.000Z", "dateAdded": "2021-07-02T05:18:26.704Z",
        "dateUpdated": "2021-07-02T05:18:26.704Z", "customFields": [], "ssn": ""});
    let record = record(Kind::Contact, &item, "DE").unwrap();
    assert_eq!(record.id, "seD4PfOuKoVMLkEZqohJ");
    assert_eq!(
        record.updated_at.map(time::to_wire).as_deref(),
        Some("2021-07-02T05:18:26.704Z")
    );
    assert_eq!(
        Value::Object(record.fields),
        json!({"firstName": "rubika", "lastName": "Deo", "email": "rubika@deos.com",
            "phone": "+18832327657", "companyName": "DGS VolMAX", "address1": "3535 1st St N",
            "city": "ruDolomitebika", "state": "AL", "postalCode": "35061", "country": "US",
            "website": "https://www.tesla.com", "timezone": "Asia/Calcutta",
            "source": "public api", "dateOfBirth": "1990-09-25", "dnd": true,
            "assignedTo": "ve9EPM428h8vShlRW1KT",
            "tags": ["consequat", "nisi sint commodo amet"]})
    );
}

#[test]
fn an_item_of_a_search_reads_like_the_contact() {
    let item = json!({"id": "c1", "contactName": "ana cruz", "firstName": "ana",
        "firstNameRaw": "Ana", "lastName": null, "address": "1 Elm St",
        "country": "United States", "phone": "(512) 555-0143", "city": "  ", "email": null,
        "dateOfBirth": 654_220_800_000_i64, "dateUpdated": 1_625_203_106_704_i64, "tags": []});
    let record = record(Kind::Contact, &item, "DE").unwrap();
    assert_eq!(
        Value::Object(record.fields),
        json!({"firstName": "Ana", "phone": "+15125550143", "address1": "1 Elm St",
            "country": "US", "dateOfBirth": "1990-09-25"})
    );
    assert_eq!(
        record.updated_at.map(time::to_wire).as_deref(),
        Some("2021-07-02T05:18:26.704Z")
    );
}

#[test]
fn a_whole_name_is_split_only_when_there_are_no_parts() {
    let read = |item: Value| Value::Object(read(Kind::Contact, &item, "US"));
    assert_eq!(
        read(json!({"name": "Ana María Cruz", "firstName": "", "lastName": null})),
        json!({"firstName": "Ana", "lastName": "María Cruz"})
    );
    assert_eq!(
        read(json!({"name": "Ana Cruz", "lastName": "Cruz"})),
        json!({"lastName": "Cruz"})
    );
}

#[test]
fn what_cannot_be_normalised_is_left_out_and_the_rest_is_kept() {
    let item = json!({"firstName": "Ana", "email": "no-email", "phone": "12", "country": "Narnia",
        "tags": [1], "dateOfBirth": "soon", "city": {"a": 1}});
    assert_eq!(
        Value::Object(read(Kind::Contact, &item, "US")),
        json!({"firstName": "Ana"})
    );
}

#[test]
fn tasks_and_notes_read_as_the_hub_keeps_them() {
    // TaskSchema's and GetNoteSchema's examples.
    let task = json!({"id": "lJpzYrWdpkC2hX6t2yue", "title": "test", "body": "testing",
        "assignedTo": "tesTUcmRxWrjqzJS8EjkxNKting", "dueDate": "2021-07-08T02:30:00Z",
        "contactId": "lJpzYrWdpkC2hX6t2yue"});
    assert_eq!(
        Value::Object(read(Kind::Task, &task, "US")),
        json!({"title": "test", "body": "testing", "dueDate": "2021-07-08T02:30:00.000Z",
            "completed": false, "assignedTo": "tesTUcmRxWrjqzJS8EjkxNKting"})
    );
    let note = json!({"id": "HGPcayliwcdoUFzvbTok", "body": "lorem ipsum",
        "title": "Follow-up summary", "color": "#ffaa00", "pinned": false});
    assert_eq!(
        Value::Object(read(Kind::Note, &note, "US")),
        json!({"body": "lorem ipsum", "title": "Follow-up summary", "color": "#FFAA00"})
    );
}

#[test]
fn what_is_written_reads_back_the_same() {
    let hub = fields(
        &json!({"firstName": "Rosan", "lastName": "Deo", "email": "rosan@deos.com",
        "phone": "+18888888888", "companyName": "DGS VolMAX", "dateOfBirth": "1990-09-25",
        "country": "US", "tags": ["a", "b"], "dnd": true, "assignedTo": "u1",
        "dndSettings": {"SMS": {"status": "active"}},
        "customFields.f1": "oak", "customFields.f2": ["a", "b"]}),
    );
    let mut body = write::create(Kind::Contact, "ve9EPM428h8vShlRW1KT", &hub);
    assert_eq!(body["locationId"], "ve9EPM428h8vShlRW1KT");
    body["id"] = "c1".into();
    assert_eq!(
        body["customFields"],
        json!([{"id": "f1", "field_value": "oak"}, {"id": "f2", "field_value": ["a", "b"]}])
    );
    assert_eq!(record(Kind::Contact, &body, "US").unwrap().fields, hub);
}

#[test]
fn clearing_respects_what_may_be_null() {
    let patch = fields(
        &json!({"firstName": null, "postalCode": null, "country": null,
        "companyName": "x", "tags": ["x"], "gender": "x", "city": "Austin"}),
    );
    assert_eq!(
        Value::Object(write::update(Kind::Contact, &patch)),
        json!({"firstName": null, "postalCode": "", "country": "", "city": "Austin"})
    );
    let patch = fields(&json!({"title": null, "color": null, "pinned": null, "body": null}));
    assert_eq!(
        Value::Object(write::update(Kind::Note, &patch)),
        json!({"title": "", "color": "", "pinned": false})
    );
    let patch = fields(&json!({"dueDate": null, "body": null, "completed": null}));
    assert_eq!(
        Value::Object(write::update(Kind::Task, &patch)),
        json!({"body": "", "completed": false})
    );
}

#[test]
fn channels_that_are_new_over_there_are_passed_over() {
    let item = json!({"dndSettings": {"SMS": {"status": "active", "message": "stop"},
        "Pigeon": {"status": "active"}, "Email": {"status": "sometimes"}},
        "additionalEmails": ["B@x.com", "a@x.com"], "inboundDndSettings": {}});
    assert_eq!(
        Value::Object(read(Kind::Contact, &item, "US")),
        json!({"dndSettings": {"SMS": {"status": "active", "message": "stop"}},
            "additionalEmails": ["a@x.com", "b@x.com"]})
    );
}

#[test]
fn what_stands_beside_the_contacts_is_read_whole() {
    let user = json!({"id": "u1", "name": "Ana Cruz", "firstName": "Ana", "lastName": "Cruz",
        "email": "Ana@x.com", "roles": {"type": "account", "role": "admin"}});
    assert_eq!(
        Value::Object(read(Kind::User, &user, "US")),
        json!({"firstName": "Ana", "lastName": "Cruz", "email": "ana@x.com", "role": "admin"})
    );
    let field = json!({"id": "f1", "name": "Roof", "fieldKey": "contact.roof",
        "dataType": "TEXT", "position": 50, "model": "contact"});
    assert_eq!(
        Value::Object(read(Kind::CustomField, &field, "US")),
        json!({"name": "Roof", "fieldKey": "contact.roof", "dataType": "TEXT", "position": 50})
    );
    assert_eq!(
        write::custom_field(&fields(&json!({"name": "Roof", "dataType": "TEXT"}))),
        Some(json!({"name": "Roof", "dataType": "TEXT", "model": "contact"}))
    );
    let choice = fields(&json!({"name": "Roof", "dataType": "SINGLE_OPTIONS"}));
    assert_eq!(write::custom_field(&choice), None);
}

#[test]
fn only_what_the_vendor_can_change_can_be_updated() {
    for (kind, field, can) in [
        (Kind::Contact, "firstName", true),
        (Kind::Contact, "tags", true),
        (Kind::Contact, "companyName", false),
        (Kind::Contact, "gender", false),
        (Kind::Contact, "assignedTo", true),
        (Kind::Contact, "businessId", true),
        (Kind::Contact, "customFields.f1", true),
        (Kind::Contact, "additionalEmails", false),
        (Kind::Task, "completed", true),
        (Kind::Note, "pinned", true),
        (Kind::Note, "userId", false),
    ] {
        assert_eq!(write::can_update(kind, field), can, "{kind} {field}");
    }
}
