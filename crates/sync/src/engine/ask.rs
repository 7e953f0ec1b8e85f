//! Fields about which a person is to decide: each question is put once, and stands in the link as long
//! as it is open.

use serde_json::{Value, json};
use tenon_store::{Link, Review, Write};

use super::{Engine, intent};
use crate::merge::Asked;

impl Engine {
    /// Puts what is asked anew on the review list, and notes in the link what is asked now.
    pub(super) fn ask_about_fields(&self, link: &mut Link, asked: &[Asked]) -> Vec<Write> {
        let known = link.detail["asked"].clone();
        let values = |asked: &Asked| json!({"hub": asked.hub, "remote": asked.remote});
        let news = asked.iter().filter(|it| known[&it.field] != values(it));
        let reviews = news.map(|it| self.question(link, it)).collect();
        if asked.is_empty() {
            if !known.is_null() {
                intent::detail(link).remove("asked");
                intent::tidy(link);
            }
        } else {
            let open = asked.iter().map(|it| (it.field.clone(), values(it)));
            let open = Value::Object(open.collect());
            intent::detail(link).insert("asked".into(), open);
        }
        reviews
    }

    fn question(&self, link: &Link, asked: &Asked) -> Write {
        let connection = &self.parts.connection;
        let Asked { field, hub, remote } = asked;
        Write::Review(Box::new(Review {
            // The link moves with the question, so that the next one about this field is another.
            id: format!(
                "field/{}/{}/{}/{field}/{}",
                connection.id, link.kind, link.record_id, link.version
            ),
            subject: link.root_id.clone(),
            title: format!("{} and Tenon have another {field} each", connection.name),
            reasons: vec![format!(
                "both sides changed it: Tenon has {hub}, {} has {remote}; the field map says that a \
                 person decides, and until then each side keeps its own",
                connection.name
            )],
            detail: json!({"connectionId": connection.id, "kind": link.kind.name(),
                "recordId": link.record_id, "remoteId": link.remote_id, "field": field,
                "hub": hub, "remote": remote}),
        }))
    }
}
