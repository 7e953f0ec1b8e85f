//! What people do over there.

use serde_json::Value;
use tenon_model::{Fields, Kind, Random};
use tenon_sync::remote::RemotePatch;

use super::CHILDREN;
use crate::simulation::{
    peer::{By, texts},
    terms::{THEIR_USERS, in_their_words},
    world::{World, at_once},
};

impl World {
    /// Tells the other side what the engine has noted, for it to know what it cannot have known.
    fn noted(&self, kind: Kind, id: &str) {
        let (location, connection) = (&self.location.id, &self.connection.id);
        let link = at_once(self.store.link_of_remote(location, connection, kind, id)).unwrap();
        if link.is_some_and(|link| link.detail.get("attempt").is_none()) {
            self.remote.peer().noted(id);
        }
    }

    /// Users over there name some whom the hub does not know.
    fn their_user(&mut self, fields: &mut Fields) {
        if let Some(user) = fields.get_mut("assignedTo") {
            *user = self.any(&THEIR_USERS).unwrap().into();
        }
    }

    pub(super) fn remote_user(&mut self) {
        let people: Vec<String> = self.remote.peer().people.keys().cloned().collect();
        let kind = self.any(&CHILDREN).unwrap();
        let roll = self.chance.below(100);
        let contact = self.any(&people);
        let Some(contact) = contact.filter(|_| roll >= 15) else {
            let mut fields = in_their_words(&self.person());
            fields.retain(|name, _| name != "website");
            self.their_user(&mut fields);
            let made = self.remote.peer().create_contact(&fields, By::User);
            self.say(|| format!("remote user: creates {} → {made:?}", Value::Object(fields)));
            return;
        };
        self.noted(Kind::Contact, &contact);
        let person = self.remote.peer().people[&contact].clone();
        let mut patch = RemotePatch::default();
        let children: Vec<(Kind, String)> = person
            .children
            .keys()
            .filter(|(k, _)| *k == kind)
            .cloned()
            .collect();
        let child = self.any(&children);
        match roll {
            15..45 => {
                let (name, value) = self.edit();
                if roll == 16 {
                    let firm = self.unique("firm");
                    let firm = Fields::from_iter([("name".to_owned(), firm.into())]);
                    let made = self.remote.peer().create_business(&firm, By::User);
                    patch.fields.insert("businessId".into(), made.id.into());
                } else if value.as_str().is_none_or(|value| !value.contains("refuse")) {
                    patch.fields = in_their_words(&Fields::from_iter([(name, value)]));
                    self.their_user(&mut patch.fields);
                }
            }
            45..53 => patch.add_tags.push(self.unique("tag")),
            53..58 => {
                let tags = texts(person.thing.fields.get("tags"));
                let tags: Vec<String> = tags.into_iter().collect();
                patch.remove_tags.extend(self.any(&tags));
            }
            58..61 => {
                self.say(|| format!("remote user: deletes {contact}"));
                self.remote
                    .peer()
                    .delete(Kind::Contact, None, &contact, By::User);
                return;
            }
            61..77 => {
                let fields = in_their_words(&self.child(kind));
                let made = self
                    .remote
                    .peer()
                    .create_child(kind, &contact, &fields, By::User);
                self.say(|| format!("remote user: creates {kind} for {contact} → {made:?}"));
                return;
            }
            _ => {
                let Some((kind, id)) = child else { return };
                self.noted(kind, &id);
                if roll >= 94 {
                    self.say(|| format!("remote user: deletes {kind} {id} of {contact}"));
                    self.remote
                        .peer()
                        .delete(kind, Some(&contact), &id, By::User);
                    return;
                }
                let fields = &person.children[&(kind, id.clone())].fields;
                let (name, value) = self.child_edit(kind, fields);
                patch.fields = in_their_words(&Fields::from_iter([(name, value)]));
                self.say(|| format!("remote user: {kind} {id} of {contact} {patch:?}"));
                let done = self
                    .remote
                    .peer()
                    .update(kind, Some(&contact), &id, &patch, By::User);
                done.unwrap();
                return;
            }
        }
        let done = self
            .remote
            .peer()
            .update(Kind::Contact, None, &contact, &patch, By::User)
            .map(drop);
        self.say(|| format!("remote user: {contact} {patch:?} → {done:?}"));
    }
}
