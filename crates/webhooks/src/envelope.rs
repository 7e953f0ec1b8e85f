//! What stands around an event: when, which delivery, which app.
//!
//! Source: HighLevel, Webhook Authentication Guide: every payload carries `timestamp` and
//! `webhookId`; real ones also carry `appId`, and the SDK's middleware ignores a body without it.

use ring::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY};
use serde_json::Value;
use tenon_model::{Fields, time};

use crate::{Event, Format, Subscription, json::stringify};

/// The namespace of our `webhookId`s: a UUIDv4 made once for this.
const NAMESPACE: [u8; 16] = [
    0x5e, 0x0c, 0x1f, 0x0a, 0x2d, 0x7b, 0x4b, 0x52, 0x9d, 0x34, 0x6a, 0x91, 0xc8, 0x7e, 0x11, 0xd3,
];

/// An event's id for one subscription: the same however often it is made, and another for
/// everything else. The time and the record stand in it because a database made anew counts its
/// changes from 1 again, and a receiver that remembers ids must not take its events for known.
#[must_use]
pub fn webhook_id(event: &Event, subscription_id: &str) -> String {
    let name = serde_json::json!([
        event.location_id,
        event.seq,
        event.at.as_microsecond(),
        event.record_id,
        event.kind.name(),
        subscription_id,
    ]);
    uuid_v5(&NAMESPACE, stringify(&name).as_bytes())
}

/// RFC 9562, section 5.5. Not for secrecy, so SHA-1 will do; version 5, because receivers check ids
/// by patterns that know the versions up to 5.
fn uuid_v5(namespace: &[u8; 16], name: &[u8]) -> String {
    let mut hash = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
    hash.update(namespace);
    hash.update(name);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finish().as_ref()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(bytes));
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}

/// The event's `webhookId` and its body, to the byte as it is signed and sent.
///
/// Its time is the event's, not the try's: every try has the same bytes. A receiver knows what it
/// has by the `webhookId`. `versionId` is the app's id, as it is of an app's first version.
pub(crate) fn body(event: &Event, subscription: &Subscription) -> (String, String) {
    let id = webhook_id(event, &subscription.id);
    let at = time::to_wire(event.at);
    let app_id = &subscription.app_id;
    let mut payload = event.payload.clone();
    match subscription.format {
        Format::HighLevel => {
            payload.insert("timestamp".into(), at.into());
            payload.insert("webhookId".into(), id.clone().into());
            payload.insert("appId".into(), app_id.clone().into());
            payload.insert("versionId".into(), app_id.clone().into());
        }
        Format::Standard => {
            // "type", "timestamp" and "data" (Standard Webhooks 1.0, "Payload structure").
            let kind = payload.shift_remove("type").unwrap_or_default();
            payload.insert("appId".into(), app_id.clone().into());
            let mut outer = Fields::new();
            outer.insert("type".into(), kind);
            outer.insert("timestamp".into(), at.into());
            outer.insert("data".into(), Value::Object(payload));
            payload = outer;
        }
    }
    (id, stringify(&Value::Object(payload)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_as_the_standard_says() {
        // RFC 9562, appendix A.4.
        let dns = 0x6ba7_b810_9dad_11d1_80b4_00c0_4fd4_30c8_u128.to_be_bytes();
        assert_eq!(
            uuid_v5(&dns, b"www.example.com"),
            "2ed6657d-e927-568b-95e1-2665a8aea6a2"
        );
    }
}
