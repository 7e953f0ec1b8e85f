//! A real mail server of one test's own (Dovecot), that may go away and come back.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/dovecot");

/// A server that is stopped and removed with it.
pub struct MailServer {
    /// Its port without TLS at first; it offers STARTTLS.
    pub port: u16,
    /// Its port with TLS.
    pub tls_port: u16,
    folder: PathBuf,
}

impl MailServer {
    /// Who may sign in.
    pub const USER: &str = "leads";
    /// With which password.
    pub const PASSWORD: &str = "correct-horse\"battery";

    /// Starts one.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start() -> Self {
        let told = script(&["start"]);
        let variable = |name: &str| {
            told.split_whitespace()
                .find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
                .unwrap_or_else(|| panic!("no {name} in {told:?}"))
        };
        let ports: Vec<u16> = variable("TENON_TEST_DOVECOT")
            .split(':')
            .filter_map(|part| part.parse().ok())
            .collect();
        let [port, tls_port] = ports[..] else {
            panic!("two ports in {told:?}");
        };
        Self {
            port,
            tls_port,
            folder: variable("TENON_TEST_DOVECOT_FOLDER").into(),
        }
    }

    /// Its certificate, PEM; it names `localhost`.
    ///
    /// # Panics
    /// When it cannot be read.
    #[must_use]
    pub fn certificate(&self) -> String {
        read(&self.folder.join("cert.pem"))
    }

    /// A mail arrives, as a delivery agent brings it.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn deliver(&self, mail: &[u8]) {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("{:06}.test", NEXT.fetch_add(1, Ordering::SeqCst));
        let draft = self.folder.join("mail/tmp").join(&name);
        let written = std::fs::write(&draft, mail)
            .and_then(|()| std::fs::rename(&draft, self.folder.join("mail/new").join(&name)));
        written.unwrap_or_else(|error| panic!("{}: {error}", draft.display()));
    }

    /// How many mails the folder holds, and how many of them have any flag.
    ///
    /// # Panics
    /// When it cannot be read.
    #[must_use]
    pub fn mails_and_flagged(&self) -> (usize, usize) {
        let (mut mails, mut flagged) = (0, 0);
        for folder in ["mail/new", "mail/cur"] {
            let entries = std::fs::read_dir(self.folder.join(folder));
            let entries = entries.unwrap_or_else(|error| panic!("{folder}: {error}"));
            for entry in entries.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                mails += 1;
                let flags = name.rsplit_once(":2,").map_or("", |(_, flags)| flags);
                flagged += usize::from(!flags.is_empty());
            }
        }
        (mails, flagged)
    }

    /// Forgets its numbers, as a folder that is made anew does: the next UIDVALIDITY is another one.
    ///
    /// # Panics
    /// When the server is not to be stopped and started.
    pub fn renumber(&self) {
        self.go_away();
        let list = self.folder.join("mail/dovecot-uidlist");
        let text = read(&list);
        let (head, rest) = text.split_once('\n').unwrap_or_default();
        let words = head.split(' ').map(|word| match word.strip_prefix('V') {
            Some(number) => format!("V{}", number.parse::<u64>().unwrap_or(0) + 1),
            None => word.to_owned(),
        });
        let head: Vec<String> = words.collect();
        let text = format!("{}\n{rest}", head.join(" "));
        std::fs::write(&list, text).unwrap_or_else(|error| panic!("{error}"));
        for name in ["dovecot.index", "dovecot.index.log", "dovecot.index.cache"] {
            let _ = std::fs::remove_file(self.folder.join("mail").join(name));
        }
        self.come_back();
    }

    /// Cuts everybody off.
    ///
    /// # Panics
    /// When it does not stop.
    pub fn go_away(&self) {
        script(&["stop-server", &self.folder.to_string_lossy()]);
    }

    /// Comes back at the same place.
    ///
    /// # Panics
    /// When it does not start.
    pub fn come_back(&self) {
        script(&["start-server", &self.folder.to_string_lossy()]);
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = Command::new(SCRIPT).arg("stop").arg(&self.folder).output();
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn script(arguments: &[&str]) -> String {
    // Written to a file, because the server keeps the pipe open that it was started with.
    let folder = crate::TempFolder::default();
    let told = folder.path().join("told");
    let run = std::fs::File::create(&told).and_then(|file| {
        let status = Command::new(SCRIPT).args(arguments).stdout(file).status()?;
        Ok((status, std::fs::read_to_string(&told)?))
    });
    match run {
        Ok((status, told)) if status.success() => told,
        other => panic!("scripts/dovecot {arguments:?}: {other:?}"),
    }
}
