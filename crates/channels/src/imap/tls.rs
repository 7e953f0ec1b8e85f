//! TLS to a mail server.

use std::sync::Arc;

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use rustls_platform_verifier::ConfigVerifierExt as _;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::{TlsConnector, client::TlsStream};

use super::{ImapError, ImapSettings};

/// Wraps a connection: the system's certificates are trusted, or those of the settings alone.
pub(super) async fn wrap<S: AsyncRead + AsyncWrite + Unpin>(
    settings: &ImapSettings,
    stream: S,
) -> Result<TlsStream<S>, ImapError> {
    let away = |error: &dyn std::fmt::Display| {
        ImapError::Away(format!(
            "no secure connection to {}: {error}",
            settings.host
        ))
    };
    // One provider for the process; where it has one, this changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let config = match &settings.certificates {
        None => ClientConfig::with_platform_verifier().map_err(|error| away(&error))?,
        Some(pem) => {
            let mut roots = RootCertStore::empty();
            for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
                let certificate = certificate.map_err(|error| away(&error))?;
                roots.add(certificate).map_err(|error| away(&error))?;
            }
            ClientConfig::builder()
                .with_root_certificates(roots)
                .with_no_client_auth()
        }
    };
    let name = ServerName::try_from(settings.host.clone()).map_err(|error| away(&error))?;
    let connector = TlsConnector::from(Arc::new(config));
    connector
        .connect(name, stream)
        .await
        .map_err(|error| away(&error))
}
