# The project's habits, one command each. `pip install rust-just` or `cargo install just` has it.

# Format, lints
check:
    cargo fmt --all --check
    cargo clippy --locked --workspace --all-targets -- -D warnings

# All tests on both databases; `just test -p tenon-sync` only some
test *arguments:
    ./test {{arguments}}

# Simulated lives of the sync, other seeds than the tests': `just sim 20000..30000`
sim seeds:
    TENON_SEEDS={{seeds}} cargo nextest run --locked -p tenon-sync -E 'test(more_lives)' --run-ignored only

# The demo; `just run --exit`
run *arguments:
    ./run {{arguments}}

# Measures, as ratios in one run
bench *arguments:
    scripts/console build
    cargo build --locked --release -p tenon
    cargo run --locked --release -p tenon-bench -- {{arguments}}
