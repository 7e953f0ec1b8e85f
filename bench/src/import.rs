//! An account export of 5,000 clients, imported by the binary, and once more.

use std::{fmt::Write as _, path::Path, process::Stdio, time::Instant};

use serde_json::Value;
use tokio::process::Command;

use crate::{
    Figure,
    world::{self, Folder, Result},
};

const CLIENTS: u64 = 5_000;
/// Area codes that exist.
const AREAS: [u16; 50] = [
    201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225,
    228, 229, 231, 234, 239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 272, 276,
    281, 301, 302, 303, 304, 305, 307, 308, 309, 310, 312, 313,
];

pub(crate) async fn measure() -> Result<Vec<Figure>> {
    let folder = Folder::new("import")?;
    drop(world::store(&folder.0, 256).await?);
    let file = folder.0.join("export.csv");
    std::fs::write(&file, export())?;
    let (first, created) = import(&folder.0, &file).await?;
    let (second, unchanged) = import(&folder.0, &file).await?;
    let counted = |totals: &Value, outcome: &str| totals[outcome].as_u64().unwrap_or(0);
    let created_all = counted(&created, "created") == CLIENTS;
    let nothing = counted(&unchanged, "created") + counted(&unchanged, "merged") == 0
        && counted(&unchanged, "unchanged") >= CLIENTS;
    Ok(vec![
        Figure {
            what: "an account export of 5,000 clients, imported",
            measured: format!("{first:.1} s, {} created", counted(&created, "created")),
            target: "under 10 s, all",
            reached: first < 10.0 && created_all,
        },
        Figure {
            what: "the same again, which changes nothing",
            measured: format!(
                "{second:.1} s, {} unchanged",
                counted(&unchanged, "unchanged")
            ),
            target: "under 10 s, all",
            reached: second < 10.0 && nothing,
        },
    ])
}

/// Runs an import and gives its seconds and its totals.
async fn import(folder: &Path, file: &Path) -> Result<(f64, Value)> {
    let started = Instant::now();
    let run = Command::new("target/release/tenon")
        .arg("--data")
        .arg(folder)
        .args(["import", "houzz", "--json", "--location", world::LOCATION])
        .arg(file)
        .stderr(Stdio::inherit())
        .env("TENON_LOG", "warn")
        .output()
        .await?;
    let seconds = started.elapsed().as_secs_f64();
    if !run.status.success() {
        return Err("the import failed".into());
    }
    let report: Value = serde_json::from_slice(&run.stdout)?;
    Ok((seconds, report["totals"].clone()))
}

fn export() -> String {
    let mut text = String::from(
        "CLIENTS\nNAME,EMAIL,SECOND_EMAIL,PHONE,SECOND_PHONE,COMPANY_NAME,ADDRESS,ADDRESS2,CITY,STATE,ZIP,NOTES\n",
    );
    for n in 0..CLIENTS {
        // 555-01xx rings nowhere, and is a hundred numbers in each area.
        let (area, line) = (AREAS[(n / 100) as usize % AREAS.len()], 100 + n % 100);
        let _ = writeln!(
            text,
            "Client Number{n},client{n}@example.org,,{area}-555-0{line},,,{n} Willow Creek Dr,,Austin,Texas,787{:02},\
             \"Met at the fair, wants a kitchen\"",
            n % 100
        );
    }
    text
}
