//! The documents of opportunities and of the pipelines they go through.

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value, json};

/// A contact's way through a pipeline. Field names are HighLevel's (CreateDto of opportunities.json).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Opportunity {
    /// What people call it.
    pub name: String,
    /// The pipeline.
    pub pipeline_id: String,
    /// Where in the pipeline it stands.
    pub pipeline_stage_id: String,
    /// `open`, `won`, `lost` or `abandoned`.
    pub status: String,
    /// What it may be worth, in the location's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monetary_value: Option<Number>,
    /// The user who looks after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<String>,
    /// Where it came from, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Why it was lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost_reason_id: Option<String>,
}

/// A row of stages. Field names are HighLevel's (PipelinesResponseSchema).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Pipeline {
    /// What people call it.
    pub name: String,
    /// Its stages, in their order.
    pub stages: Vec<Stage>,
    /// Whether it stands in the funnel's report.
    pub show_in_funnel: bool,
    /// Whether it stands in the pie chart.
    pub show_in_pie_chart: bool,
}

/// A stage of a pipeline.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Stage {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Its place, from 0.
    pub position: i64,
}

/// The stages of Houzz Pro's board of leads, in its order; the last two hold what rests.
pub const HOUZZ_STAGES: [&str; 8] = [
    "New",
    "Followed Up",
    "Connected",
    "Meeting Scheduled",
    "Estimate Sent",
    "Won",
    "Snoozed",
    "Archived",
];

/// The document of a pipeline that is Houzz Pro's board. `id` makes each stage's.
#[must_use]
pub fn houzz_board(id: impl FnMut() -> String) -> Value {
    let mut id = id;
    let stages = HOUZZ_STAGES.iter().enumerate();
    let stages = stages.map(|(at, name)| json!({"id": id(), "name": name, "position": at}));
    json!({"name": "Houzz Pro", "stages": stages.collect::<Vec<_>>(), "showInFunnel": true,
        "showInPieChart": true})
}
