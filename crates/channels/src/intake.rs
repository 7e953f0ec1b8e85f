//! A raw mail: proven, read, taken in.

use tenon_houzz::{
    Verdict,
    proof::{Policy, Records, prove},
    read_proven_mail,
};
use tenon_operations::Context;
use tenon_store::{Connection, Store, StoreError};
use tenon_sync::import::{ImportError, Importer, Line};

/// What became of a mail.
#[derive(Debug)]
pub enum Taken {
    /// It is on disk; what became of it.
    Kept(Line),
    /// It is nobody's lead, and nothing of it was kept; why.
    Left(String),
    /// A key could not be looked up, so that nothing is known yet. Nothing of it was kept.
    Unsure,
}

/// What a connection takes as proof: the settings of its channel [`MAIL`](crate::MAIL), or the
/// usual ones.
///
/// # Errors
/// See [`StoreError`]; settings that cannot be read are [`StoreError::Internal`].
pub async fn policy(store: &Store, location: &str, connection: &str) -> Result<Policy, StoreError> {
    let channel = store.channel(location, connection, crate::MAIL).await?;
    let Some(channel) = channel else {
        return Ok(Policy::default());
    };
    serde_json::from_value(channel.settings)
        .map_err(|error| StoreError::Internal(format!("what mail is trusted: {error}")))
}

/// Takes in one mail that came by itself. What is of no interest (newsletters, other people's mail)
/// is not kept: it is none of ours, and stays where it came from.
///
/// `last`: an answer is wanted now, so that a mail whose signature cannot be looked up goes to a
/// person.
///
/// # Errors
/// See [`ImportError`]; nothing of the mail was written then.
pub async fn take_mail(
    cx: Context,
    connection: Connection,
    keys: &dyn Records,
    (place, raw): (&str, &[u8]),
    last: bool,
) -> Result<Taken, ImportError> {
    let policy = policy(&cx.store, &cx.location.id, &connection.id).await?;
    let proof = prove(raw, keys, cx.now()).await;
    let item = read_proven_mail(place, raw, &proof, &policy);
    if proof.unsure && !last && matches!(item.verdict, Verdict::Review { .. }) {
        return Ok(Taken::Unsure);
    }
    if let Verdict::Ignored { reason } = item.verdict {
        return Ok(Taken::Left(reason));
    }
    let mut importer = Importer::new(cx, connection, false).timed();
    Ok(Taken::Kept(importer.take(tenon_houzz::draft(item)).await?))
}
