//! A release carries the console, or is not made; what is built without it says so when it is asked.

use std::{env, path::Path, process::exit};

fn main() {
    let dist = Path::new("../../console/dist");
    // Of a folder, cargo looks at everything in it.
    println!("cargo::rerun-if-changed={}", dist.display());
    let release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if release && !dist.join("index.html").is_file() {
        println!(
            "cargo::error=console/dist/index.html is missing: run `scripts/console build` first"
        );
        exit(1);
    }
}
