//! Companies: every location belongs to one.

use tenon_model::{Clock, Random, new_id};
use tenon_store::{Company, OAuthWrite, Store, StoreError};

use crate::access::house;

/// The id of a location's company. The default company is made when it is first asked for.
///
/// # Errors
/// See [`StoreError`].
pub async fn company_of(
    store: &Store,
    clock: &dyn Clock,
    random: &dyn Random,
    location: &str,
) -> Result<String, StoreError> {
    if let Some(company) = store.company_of(location).await? {
        return Ok(company);
    }
    if let Some(company) = store.default_company().await? {
        return Ok(company.id);
    }
    let now = clock.now();
    let company = Company {
        id: new_id(now, random),
        name: "Company".to_owned(),
        is_default: true,
    };
    store
        .commit(house(now, vec![OAuthWrite::Company(company)]))
        .await?;
    // Another may have made it at this moment: there is one.
    let company = store.default_company().await?;
    company
        .map(|company| company.id)
        .ok_or_else(|| StoreError::Internal("the default company was not made".into()))
}
