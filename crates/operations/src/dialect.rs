//! The two dialects of HighLevel's API, chosen by the `Version` header. What differs is little: some
//! paths, the keys of do-not-disturb channels, and `succeeded` beside the misspelt `succeded`.

use serde_json::Value;
use tenon_model::Fields;

/// Which of HighLevel's dialects is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Dialect {
    /// `2021-04-15`, `2021-07-28` and `2023-02-21`.
    #[default]
    V2,
    /// `v3`.
    V3,
}

/// Where an operation stands in the v3 dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum V3 {
    /// At the same path.
    Same,
    /// At this path instead.
    At(&'static str),
    /// Nowhere: v3 has dropped it.
    Gone,
}

/// A do-not-disturb channel in v2, as it is stored, and in v3 (DndSettingsSchema of each).
const CHANNELS: [(&str, &str); 7] = [
    ("Call", "call"),
    ("Email", "email"),
    ("SMS", "sms"),
    ("WhatsApp", "whatsApp"),
    ("GMB", "gmb"),
    ("FB", "fb"),
    ("RCS", "rcs"),
];
const SETTINGS: [&str; 2] = ["dndSettings", "inboundDndSettings"];

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 2] = [Self::V2, Self::V3];

    /// The dialect of a `Version` header.
    #[must_use]
    pub fn parse(version: &str) -> Option<Self> {
        match version {
            "2021-04-15" | "2021-07-28" | "2023-02-21" => Some(Self::V2),
            "v3" => Some(Self::V3),
            _ => None,
        }
    }

    /// A body of this dialect in the words of storage. What has both words for a channel keeps both,
    /// and is refused for the one that is unknown.
    pub(crate) fn read(self, body: &mut Fields) {
        if self == Self::V3 {
            rename(body, |(stored, spoken)| (spoken, stored));
        }
    }

    /// A document of storage in the words of this dialect.
    pub(crate) fn write_channels(self, settings: &mut Option<Value>) {
        if self == Self::V3
            && let Some(Value::Object(channels)) = settings
        {
            rename_channels(channels, |(stored, spoken)| (stored, spoken));
        }
    }
}

type Words = (&'static str, &'static str);

fn rename(body: &mut Fields, direction: impl Fn(Words) -> Words) {
    for name in SETTINGS {
        if let Some(Value::Object(channels)) = body.get_mut(name) {
            rename_channels(channels, &direction);
        }
    }
}

fn rename_channels(channels: &mut Fields, direction: impl Fn(Words) -> Words) {
    for words in CHANNELS {
        let (from, to) = direction(words);
        if !channels.contains_key(to)
            && let Some(setting) = channels.remove(from)
        {
            channels.insert(to.to_owned(), setting);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn channels_are_renamed_there_and_back() {
        let spoken =
            json!({"dndSettings": {"call": {"status": "active"}, "fb": {"status": "active"}}});
        let Value::Object(mut body) = spoken.clone() else {
            panic!("no object");
        };
        Dialect::V3.read(&mut body);
        let stored = json!({"Call": {"status": "active"}, "FB": {"status": "active"}});
        assert_eq!(body["dndSettings"], stored);
        let mut settings = Some(body["dndSettings"].clone());
        Dialect::V3.write_channels(&mut settings);
        assert_eq!(settings.as_ref(), Some(&spoken["dndSettings"]));
        Dialect::V2.write_channels(&mut settings);
        assert_eq!(settings.as_ref(), Some(&spoken["dndSettings"]));
    }

    #[test]
    fn a_channel_in_both_words_stays_and_is_refused_later() {
        let Value::Object(mut body) = json!({"dndSettings": {"call": 1, "Call": 2}}) else {
            panic!("no object");
        };
        let before = body.clone();
        Dialect::V3.read(&mut body);
        assert_eq!(body, before);
    }
}
