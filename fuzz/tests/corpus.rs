//! The inputs written by hand (`seeds`, finds among them) and those that fuzzing found worth keeping
//! (`corpus`), played again.

use std::{
    fs, panic,
    path::{Path, PathBuf},
};

#[test]
fn what_was_found_before_holds() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, target) in tenon_fuzz::TARGETS {
        let mut inputs = files(&here.join("seeds").join(name));
        assert!(!inputs.is_empty(), "{name} has no seeds");
        let corpus = here.join("corpus").join(name);
        if corpus.exists() {
            inputs.extend(files(&corpus));
        }
        for file in inputs {
            let input = fs::read(&file).unwrap();
            let held = panic::catch_unwind(|| target(&input));
            assert!(held.is_ok(), "{} does not hold", file.display());
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder);
    let entries = entries.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}
