//! Fields judged: who the person is, what speaks against trusting the mail, what is attached.

use super::{
    fields::{Fields, scan},
    labels::Label,
    subject::Subject,
    view::View,
};
use crate::{
    contact::{Found, is_houzz_address, phone_digits, read_email, read_phone, split_us_address},
    item::{Incoming, NoteDraft, Origin, Person, TaskDraft},
    limits::{MAX_FIELD, MAX_NOTE},
    text::{clip, collapse, fold, paragraph, slug},
};

/// What a mail was understood to say.
#[derive(Debug)]
pub(super) struct Lead {
    pub(super) incoming: Incoming,
    /// Why a person must look at it; empty when nobody must.
    pub(super) reasons: Vec<String>,
    /// The message as written, for the key.
    pub(super) message: Option<String>,
    /// How many labels were found.
    pub(super) score: usize,
}

/// Reads a view with the kind its subject gave it.
pub(super) fn read(view: &View, subject: &Subject) -> Lead {
    let found: Vec<Fields> = view.bodies.iter().map(|lines| scan(lines)).collect();
    let empty = Fields::default();
    let best = found
        .iter()
        .rev()
        .max_by_key(|fields| fields.score())
        .unwrap_or(&empty);
    let mut draft = Draft {
        is_message: matches!(subject, Subject::Message(_)),
        ..Draft::default()
    };
    draft.contact(best);
    draft.compare(&found, best);
    draft.name(best, subject);
    draft.address(best);
    draft.rest(best, view);
    let message = draft.message(best);
    draft.finish(view, message, best.score())
}

#[derive(Default)]
struct Draft {
    person: Person,
    reasons: Vec<String>,
    extra: Vec<(String, String)>,
    masked: bool,
    is_message: bool,
    project_type: Option<String>,
}

impl Draft {
    /// E-mail and phone, each of which must be one.
    fn contact(&mut self, fields: &Fields) {
        let emails = fields.all(Label::Email).map(read_email).collect::<Vec<_>>();
        self.person.email = self.only("e-mail", emails, |email| email.to_lowercase());
        let phones = fields.all(Label::Phone).map(read_phone).collect::<Vec<_>>();
        self.person.phone = self.only("phone", phones, phone_digits);
    }

    fn only(&mut self, what: &str, found: Vec<Found>, id: fn(&str) -> String) -> Option<String> {
        let mut values: Vec<String> = Vec::new();
        for found in found {
            match found {
                Found::Nothing => {}
                Found::Bad(text) => {
                    let (text, _) = clip(&text, 80);
                    self.reasons
                        .push(format!("“{text}” does not look like a {what}"));
                    self.extra.push((format!("Unreadable {what}"), text));
                }
                Found::One(value) => values.push(value),
                Found::Several(several) => values.extend(several),
            }
        }
        let (relays, mut values): (Vec<_>, Vec<_>) = values
            .into_iter()
            .partition(|value| is_houzz_address(value));
        for relay in relays {
            self.relay(relay);
        }
        let mut seen = Vec::new();
        values.retain(|value| {
            let id = id(value);
            let new = !seen.contains(&id);
            seen.push(id);
            new
        });
        if values.len() > 1 {
            self.reasons.push(format!(
                "it gives {} different {what}s: {}",
                values.len(),
                join(&values)
            ));
        }
        values.into_iter().next()
    }

    fn relay(&mut self, address: String) {
        let pair = ("Reply address".to_owned(), address);
        if !self.extra.contains(&pair) {
            self.extra.push(pair);
        }
    }

    /// Alternative bodies must not contradict each other in what identifies the person.
    fn compare(&mut self, found: &[Fields], best: &Fields) {
        for other in found.iter().filter(|fields| *fields != best) {
            let mut draft = Self::default();
            draft.contact(other);
            let differs = |a: &Option<String>, b: &Option<String>, id: fn(&str) -> String| matches!((a, b), (Some(a), Some(b)) if id(a) != id(b));
            if differs(&self.person.email, &draft.person.email, |e| {
                e.to_lowercase()
            }) {
                self.reasons
                    .push("its text and HTML parts give different e-mails".to_owned());
            }
            if differs(&self.person.phone, &draft.person.phone, phone_digits) {
                self.reasons
                    .push("its text and HTML parts give different phones".to_owned());
            }
        }
    }

    fn name(&mut self, fields: &Fields, subject: &Subject) {
        let part = |label| {
            fields
                .first(label)
                .map(|value| clip(&collapse(value), MAX_FIELD).0)
        };
        self.person.first_name = part(Label::FirstName).filter(|name| !is_mask(name));
        self.person.last_name = part(Label::LastName);
        let parts = match (&self.person.first_name, &self.person.last_name) {
            (Some(first), Some(last)) => Some(format!("{first} {last}")),
            (first, last) => first.clone().or_else(|| last.clone()),
        };
        let written = part(Label::Name).or(parts);
        let given = [written.clone(), subject.name().map(collapse)];
        self.person.name = given.iter().flatten().find(|name| !is_mask(name)).cloned();
        self.masked =
            self.person.name.is_none() && given.iter().flatten().any(|name| is_mask(name));
        for other in fields.all(Label::Name).skip(1) {
            if Some(fold(other)) != written.as_deref().map(fold) {
                self.extra
                    .push(("Other name".to_owned(), clip(other, MAX_FIELD).0));
            }
        }
    }

    fn address(&mut self, fields: &Fields) {
        let part = |label| fields.first(label).map(|value| clip(value, MAX_FIELD).0);
        let person = &mut self.person;
        person.city = part(Label::City);
        person.state = part(Label::State);
        person.postal_code = part(Label::Zip);
        person.country = part(Label::Country);
        person.company = part(Label::Company);
        let Some(address) = part(Label::Address) else {
            return;
        };
        let fits = |own: &Option<String>, split: &str| {
            own.as_deref()
                .is_none_or(|own| fold(own) == split.to_lowercase())
        };
        match split_us_address(&address) {
            Some(split)
                if fits(&person.city, &split.city)
                    && fits(&person.state, &split.state)
                    && fits(&person.postal_code, &split.zip) =>
            {
                person.address1 = Some(split.street);
                person.city = Some(split.city);
                person.state = Some(split.state);
                person.postal_code = Some(split.zip);
            }
            _ => person.address1 = Some(address),
        }
    }

    /// What has no field of its own.
    fn rest(&mut self, fields: &Fields, view: &View) {
        for label in [Label::ProjectType, Label::Budget, Label::Timeline] {
            for value in fields.all(label) {
                let (value, _) = clip(value, MAX_FIELD);
                if label == Label::ProjectType && self.project_type.is_none() {
                    self.project_type = Some(value.clone());
                }
                self.extra.push((label.title().to_owned(), value));
            }
        }
        for (label, value) in &fields.extra {
            self.extra.push((label.clone(), clip(value, MAX_FIELD).0));
        }
        for address in view
            .reply_to
            .iter()
            .filter(|address| is_houzz_address(address))
        {
            // The plain noreply address relays nothing.
            if !address.to_lowercase().starts_with("noreply@") {
                self.relay(address.clone());
            }
        }
    }

    /// The message: `Message`, else `Details`, else for message mails the text without labels.
    fn message(&mut self, fields: &Fields) -> Option<String> {
        let mut texts: Vec<String> = [Label::Message, Label::Details]
            .into_iter()
            .flat_map(|label| fields.all(label))
            .map(|text| paragraph(text, MAX_NOTE))
            .filter(|text| !text.is_empty())
            .collect();
        texts.dedup();
        if texts.is_empty() && self.is_message {
            let loose = paragraph(&fields.loose, MAX_NOTE);
            texts.extend((!loose.is_empty()).then_some(loose));
        }
        (!texts.is_empty()).then(|| texts.join("\n\n"))
    }

    fn finish(mut self, view: &View, message: Option<String>, score: usize) -> Lead {
        if self.person.email.is_none() && self.person.phone.is_none() {
            self.reasons
                .push("neither e-mail nor phone: who is this?".to_owned());
        }
        if self.masked {
            self.extra.push((
                "Name".to_owned(),
                "masked by Houzz until you reply".to_owned(),
            ));
        }
        let (kind, title) = if self.is_message {
            ("houzz-message", "Houzz message")
        } else {
            ("houzz-lead", "Houzz lead")
        };
        let mut tags = vec!["houzz".to_owned(), kind.to_owned()];
        let project = self
            .project_type
            .as_deref()
            .map(slug)
            .filter(|slug| !slug.is_empty());
        tags.extend(project.map(|slug| format!("houzz-{slug}")));
        tags.extend(self.masked.then(|| "houzz-masked-name".to_owned()));
        tags.dedup();
        let tasks = self.follow_up(title).into_iter().collect();
        let incoming = Incoming {
            origin: Origin::LeadEmail,
            external_id: None,
            notes: vec![self.note(title, message.as_deref())],
            tasks,
            person: self.person,
            tags,
            occurred_at: view.date,
            extra: self.extra,
        };
        Lead {
            incoming,
            reasons: self.reasons,
            message,
            score,
        }
    }

    fn follow_up(&self, title: &str) -> Option<TaskDraft> {
        let person = &self.person;
        let who = person
            .name
            .as_ref()
            .or(person.email.as_ref())
            .or(person.phone.as_ref())?;
        let verb = if self.is_message {
            "Reply to"
        } else {
            "Follow up with"
        };
        Some(TaskDraft {
            title: format!("{verb} {who} ({title})"),
            ..TaskDraft::default()
        })
    }

    fn note(&self, title: &str, message: Option<&str>) -> NoteDraft {
        let labelled: Vec<String> = self
            .extra
            .iter()
            .map(|(label, value)| format!("{label}: {value}"))
            .collect();
        let mut parts: Vec<String> = message.map(str::to_owned).into_iter().collect();
        if !labelled.is_empty() {
            parts.push(labelled.join("\n"));
        }
        if parts.is_empty() {
            parts.push("Houzz sent this without a message.".to_owned());
        }
        NoteDraft {
            external_id: None,
            title: Some(title.to_owned()),
            body: parts.join("\n\n"),
        }
    }
}

/// Houzz shows `Homeowner` instead of the name until the pro replies.
fn is_mask(name: &str) -> bool {
    [
        "homeowner",
        "a homeowner",
        "houzz user",
        "a houzz user",
        "houzz homeowner",
    ]
    .contains(&fold(name).as_str())
}

fn join(values: &[String]) -> String {
    let shown: Vec<&str> = values.iter().take(5).map(String::as_str).collect();
    shown.join(", ")
}
