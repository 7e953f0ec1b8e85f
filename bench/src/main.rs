//! `just bench`: what Tenon must reach, measured. Each speed is a ratio against a floor that is
//! measured in the same run, so that another machine can be compared with this one.

mod client;
mod create;
mod get;
mod import;
mod postgres;
mod propagation;
mod search;
mod start;
mod sync;
mod webhooks;
mod world;

use std::process::ExitCode;

// What is measured in this process must run as it does in the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One figure.
pub(crate) struct Figure {
    what: &'static str,
    measured: String,
    target: &'static str,
    reached: bool,
}

impl Figure {
    fn line(&self) -> String {
        let mark = if self.reached { "reached" } else { "MISSED" };
        format!(
            "{:<56} {:>34}  {:<16} {mark}",
            self.what, self.measured, self.target
        )
    }
}

/// What there is to measure, in the order in which it is done.
const MEASUREMENTS: [&str; 11] = [
    "get",
    "import",
    "create",
    "postgres",
    "propagation",
    "webhooks",
    "start",
    "plan",
    "first",
    "million",
    "search",
];
/// A million contacts take minutes and two gigabytes: only when asked for.
const LONG: [&str; 2] = ["million", "search"];

#[allow(clippy::print_stdout)]
fn main() -> ExitCode {
    let only: Vec<String> = std::env::args().skip(1).collect();
    let asked = |name: &str| only.iter().any(|only| only == name);
    let wanted = |name: &str| asked(name) || (only.is_empty() && !LONG.contains(&name));
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    let mut figures = Vec::new();
    for name in MEASUREMENTS.into_iter().filter(|name| wanted(name)) {
        println!("measuring {name}…");
        let figure = runtime.block_on(async {
            match name {
                "get" => get::measure().await,
                "import" => import::measure().await,
                "create" => create::measure().await,
                "postgres" => postgres::measure().await,
                "propagation" => propagation::measure().await,
                "plan" => sync::plan().await,
                "first" => sync::first().await,
                "webhooks" => webhooks::measure().await,
                "million" => start::measure_many().await,
                "search" => search::measure().await,
                _ => start::measure().await,
            }
        });
        match figure {
            Ok(some) => {
                for figure in &some {
                    println!("  {}", figure.line());
                }
                figures.extend(some);
            }
            Err(error) => return fail(&format!("{name}: {error}")),
        }
    }
    println!("\n{:<56} {:>34}  {:<16}", "what", "measured", "target");
    for figure in &figures {
        println!("{}", figure.line());
    }
    if figures.iter().all(|figure| figure.reached) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

#[allow(clippy::print_stderr)]
fn fail(why: &str) -> ExitCode {
    eprintln!("tenon-bench: {why}");
    ExitCode::FAILURE
}
