//! Fields judged: who the person is, what speaks against trusting the mail, what is attached.

mod person;
mod reach;

use super::{
    fields::{Fields, scan},
    labels::Label,
    subject::Subject,
    view::View,
};
use crate::{
    contact::is_houzz_address,
    item::{Incoming, NoteDraft, Origin, Person, TaskDraft},
    limits::{MAX_FIELD, MAX_NOTE},
    text::{clip, paragraph, slug},
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
