//! The HighLevel connector.
