//! Two-way sync: the pure merge, the engine that carries it out, and imports.
//!
//! It must not know a vendor: connected systems stand behind the [`remote`] port.

pub mod remote;
