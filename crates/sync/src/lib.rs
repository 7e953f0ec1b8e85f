//! Two-way sync: the pure merge, the engine that carries it out, and imports.
//!
//! [`merge`] decides, knowing nothing but values. [`Engine`] reads both sides, asks it, and writes
//! what it says, one durable step at a time. It must not know a vendor: connected systems stand
//! behind the [`remote`] port.

pub mod echo;
mod engine;
mod evidence;
mod history;
pub mod import;
mod interpreter;
mod judge;
pub mod map;
pub mod merge;
pub mod plan;
pub mod remote;
pub mod terms;
pub mod verify;

pub use engine::{Engine, EngineError, EngineParts, Look, Pause, arrival, look_at, queue};
pub use evidence::Proofs;
