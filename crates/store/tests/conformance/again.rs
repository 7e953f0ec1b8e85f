//! This test binary run once more, as a process of its own that may be limited or killed.

use std::process::{Command, Stdio};

/// Tells the child which part it plays and where.
const CHILD: &str = "TENON_STORE_CHILD";

/// Where the child is to work; `None` in the parent.
pub(crate) fn as_child() -> Option<String> {
    std::env::var(CHILD).ok()
}

/// A command that runs only `test`, as a child that works at `place`, by way of `wrapper`.
pub(crate) fn child(wrapper: &[&str], test: &str, place: &str) -> Command {
    let program = std::env::current_exe().unwrap();
    let mut command = match wrapper {
        [] => Command::new(program),
        [first, rest @ ..] => {
            let mut command = Command::new(first);
            command.args(rest).arg(program);
            command
        }
    };
    command
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(CHILD, place)
        .stdin(Stdio::null());
    command
}
