//! The `tenon` binary: the command line, and the place where everything is put together.

mod channels;
mod cli;
mod clients;
mod connect;
mod controls;
mod demo;
mod doors;
mod failure;
mod home;
mod import;
mod location;
mod outlets;
mod samples;
mod sandbox;
mod seeded;
mod serve;
mod supervisor;
mod sync;
mod sync_map;
mod table;
mod tokens;
mod users;
mod webhooks;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};
use failure::Failure;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("TENON_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info")),
        )
        .with_writer(std::io::stderr)
        .init();
    // One provider of TLS for the whole process; a second install is refused, and is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return Failure::from(error).report(),
    };
    match runtime.block_on(run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    match cli.command {
        Command::Serve(options) => serve::run(&cli.home, options).await,
        Command::Sandbox(options) => sandbox::run(&cli.home, options).await,
        Command::Demo(options) => demo::run(&cli.home, options).await,
        Command::Location(cli::LocationCommand::Create(options)) => {
            location::create(&cli.home, options).await
        }
        Command::Token(cli::TokenCommand::Create(options)) => {
            tokens::create(&cli.home, options).await
        }
        Command::Client(command) => clients::run(&cli.home, command).await,
        Command::User(command) => users::run(&cli.home, command).await,
        Command::Connect(cli::ConnectCommand::Highlevel(options)) => {
            connect::highlevel(&cli.home, *options).await
        }
        Command::Connect(cli::ConnectCommand::Houzz(options)) => {
            connect::houzz(&cli.home, *options).await
        }
        Command::Import(cli::ImportCommand::Houzz(options)) => {
            import::houzz(&cli.home, options).await
        }
        Command::Export(command) => outlets::export(&cli.home, command).await,
        Command::Outlet(command) => outlets::set(&cli.home, command).await,
        Command::Work(command) => outlets::work(&cli.home, command).await,
        Command::CalendarFeed(command) => outlets::feed(&cli.home, command).await,
        Command::Sync(cli::SyncCommand::Plan(options)) => sync::plan(&cli.home, options).await,
        Command::Sync(cli::SyncCommand::Run(options)) => sync::start(&cli.home, options).await,
        Command::Sync(cli::SyncCommand::Verify(options)) => sync::verify(&cli.home, options).await,
        Command::Sync(cli::SyncCommand::Undo(options)) => controls::undo(&cli.home, options).await,
        Command::Sync(cli::SyncCommand::Why(options)) => controls::why(&cli.home, options).await,
        Command::Sync(cli::SyncCommand::Pause(options)) => {
            controls::pause(&cli.home, options, true).await
        }
        Command::Sync(cli::SyncCommand::Resume(options)) => {
            controls::pause(&cli.home, options, false).await
        }
        Command::Review(command) => controls::review(&cli.home, command).await,
        Command::Sync(cli::SyncCommand::Map(command)) => sync_map::run(&cli.home, command).await,
        Command::WebhookKey(cli::WebhookKeyCommand::Rotate(options)) => {
            webhooks::rotate(&cli.home, &options).await
        }
        Command::Migrate => home::Home::open(&cli.home).await.map(drop),
    }
}
