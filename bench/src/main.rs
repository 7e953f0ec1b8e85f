//! `just bench`: what Tenon must reach, measured. Each speed is a ratio against a floor that is
//! measured in the same run, so that another machine can be compared with this one.

mod client;
mod create;
mod get;
mod propagation;
mod search;
mod start;
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

#[allow(clippy::print_stdout)]
fn main() -> ExitCode {
    let only: Vec<String> = std::env::args().skip(1).collect();
    // A million contacts take minutes and two gigabytes: only when asked for.
    let asked = |name: &str| only.iter().any(|only| only == name);
    let wanted = |name: &str| asked(name) || (only.is_empty() && name != "search");
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    let mut figures = Vec::new();
    for name in [
        "get",
        "create",
        "propagation",
        "webhooks",
        "start",
        "search",
    ]
    .into_iter()
    .filter(|name| wanted(name))
    {
        println!("measuring {name}…");
        let figure = runtime.block_on(async {
            match name {
                "get" => get::measure().await,
                "create" => create::measure().await,
                "propagation" => propagation::measure().await,
                "webhooks" => webhooks::measure().await,
                "search" => search::measure().await,
                _ => start::measure().await,
            }
        });
        match figure {
            Ok(figure) => figures.extend(figure),
            Err(error) => return fail(&format!("{name}: {error}")),
        }
    }
    println!("\n{:<52} {:>34}  {:<16}", "what", "measured", "target");
    for figure in &figures {
        let mark = if figure.reached { "reached" } else { "MISSED" };
        println!(
            "{:<52} {:>34}  {:<16} {mark}",
            figure.what, figure.measured, figure.target
        );
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
