//! Transforms: how a text changes on its way, and, where it goes both ways, how it comes back.
//!
//! The law of what goes both ways: what was sent and read back is what was sent. A step that has no
//! way back is refused there when the document is read ([`Step::way_back`]).

use std::io;

use jiff::{civil::Date, fmt::strtime};
use minijinja::{Environment, UndefinedBehavior};
use serde_json::Value;
use tenon_model::{Fields, normalise, time};

/// What a template may spend: an instruction costs one, and a merge text of twenty parts some
/// sixty.
const FUEL: u64 = 2_000;
/// Longest text that a template may make, in bytes: a note's 64 KiB.
const MAX_OUTPUT: usize = 64 * 1024;

/// Letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Upper,
    Lower,
    Title,
}

/// A part of a whole name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    First,
    Last,
}

/// One step of a transform.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// Spaces at both ends go.
    Trim,
    /// Other letters.
    Case(Case),
    /// A part of a whole name.
    Name(Part),
    /// A day: here as `2026-11-23`, there in this form (strftime's).
    Date(String),
    /// A phone number, E.164 here.
    Phone,
    /// A table: what comes, and what it becomes. The rest stays as it is.
    Values(Vec<(String, String)>),
    /// A text made of the record's fields; `value` is the field's own.
    Template(String),
}

/// Which way a text goes through the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// To the hub.
    In,
    /// To the other side.
    Out,
}

/// What a step may need to know.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    /// The fields of the record that gives.
    pub(super) fields: &'a Fields,
    /// The location's country, ISO 3166-1 alpha-2: how phones without a country code are read.
    pub(super) country: &'a str,
}

impl Step {
    /// Why it cannot be used for a field that goes both ways; `None`: it has a way back.
    pub(super) fn way_back(&self) -> Option<String> {
        match self {
            Self::Trim | Self::Phone | Self::Date(_) => None,
            Self::Case(_) => Some("letters that were changed cannot be changed back".into()),
            Self::Name(_) => Some("a part of a name does not tell the whole name".into()),
            Self::Template(_) => Some("a text cannot be taken apart again".into()),
            Self::Values(pairs) => {
                let twice = pairs
                    .iter()
                    .enumerate()
                    .find(|(at, (_, to))| pairs[..*at].iter().any(|(_, before)| before == to));
                twice.map(|(_, (_, to))| {
                    format!("two values become {to:?}, so that nobody knows which it was")
                })
            }
        }
    }

    /// What is wrong with it by itself, tried before it is kept.
    pub(super) fn fault(&self) -> Option<String> {
        match self {
            Self::Date(form) => date_fault(form),
            Self::Template(text) => {
                let environment = environment();
                let template = environment.template_from_str(text);
                let error = template.err()?;
                Some(format!("the template cannot be read: {error}"))
            }
            _ => None,
        }
    }

    /// A text after this step, one way only.
    ///
    /// # Errors
    /// Why it cannot be done.
    fn once(&self, text: &str, way: Way, around: Around<'_>) -> Result<String, String> {
        Ok(match self {
            Self::Trim => text.trim().to_owned(),
            Self::Case(Case::Upper) => text.to_uppercase(),
            Self::Case(Case::Lower) => text.to_lowercase(),
            Self::Case(Case::Title) => title(text),
            Self::Name(part) => {
                let (first, last) = normalise::split_name(text);
                let part = match part {
                    Part::First => first,
                    Part::Last => last,
                };
                part.unwrap_or_default()
            }
            Self::Date(form) => match way {
                Way::In => parse_date(form, text)?.to_string(),
                Way::Out => {
                    let date = time::parse_date(text).ok_or("it is no date")?;
                    strtime::format(form, date).map_err(|error| error.to_string())?
                }
            },
            Self::Phone => {
                normalise::phone(text, around.country).map_err(|error| error.to_string())?
            }
            Self::Values(pairs) => {
                let found = pairs.iter().find(|(from, _)| from == text);
                found.map_or_else(|| text.to_owned(), |(_, to)| to.clone())
            }
            Self::Template(template) => render(template, text, around)?,
        })
    }

    /// A text after this step, for a field that goes both ways.
    ///
    /// # Errors
    /// On the way out: what would not come back as it is.
    fn there_and_back(&self, text: &str, way: Way, around: Around<'_>) -> Result<String, String> {
        match (self, way) {
            (Self::Values(pairs), Way::In) => {
                let found = pairs.iter().find(|(_, there)| there == text);
                Ok(found.map_or_else(|| text.to_owned(), |(here, _)| here.clone()))
            }
            (_, Way::In) => self.once(text, way, around),
            (_, Way::Out) => {
                let sent = self.once(text, way, around)?;
                let back = self.there_and_back(&sent, Way::In, around)?;
                if back == text {
                    Ok(sent)
                } else {
                    Err(format!(
                        "the field map sends {text:?} as {sent:?}, which would come back as {back:?}"
                    ))
                }
            }
        }
    }
}

/// A text after all steps; on the way in of a field that goes both ways, in reverse.
///
/// # Errors
/// Why one of them cannot be done.
pub(super) fn apply(
    steps: &[Step],
    both_ways: bool,
    way: Way,
    text: &str,
    around: Around<'_>,
) -> Result<String, String> {
    let mut text = text.to_owned();
    if !both_ways {
        for step in steps {
            text = step.once(&text, way, around)?;
        }
        return Ok(text);
    }
    let there: &mut dyn Iterator<Item = &Step> = match way {
        Way::Out => &mut steps.iter(),
        Way::In => &mut steps.iter().rev(),
    };
    for step in there {
        text = step.there_and_back(&text, way, around)?;
    }
    Ok(text)
}

fn title(text: &str) -> String {
    let mut begins = true;
    let mut titled = String::with_capacity(text.len());
    for letter in text.chars() {
        if begins {
            titled.extend(letter.to_uppercase());
        } else {
            titled.extend(letter.to_lowercase());
        }
        begins = !letter.is_alphanumeric() && letter != '\'' && letter != '’';
    }
    titled
}

fn parse_date(form: &str, text: &str) -> Result<Date, String> {
    let time = strtime::parse(form, text).map_err(|error| error.to_string())?;
    time.to_date().map_err(|error| error.to_string())
}

/// Days that tell whether a form tells every day from every other.
fn date_fault(form: &str) -> Option<String> {
    let days = ["2026-11-23", "2001-02-03", "1999-12-31", "2024-02-29"];
    for day in days.iter().filter_map(|day| time::parse_date(day)) {
        let written = strtime::format(form, day);
        let back = written.ok().and_then(|text| parse_date(form, &text).ok());
        if back != Some(day) {
            return Some(format!(
                "{form:?} does not tell every day; use %Y, %m and %d, such as \"%m/%d/%Y\""
            ));
        }
    }
    None
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_fuel(Some(FUEL));
    environment.set_undefined_behavior(UndefinedBehavior::Lenient);
    environment
}

fn render(template: &str, value: &str, around: Around<'_>) -> Result<String, String> {
    let environment = environment();
    let template = environment
        .template_from_str(template)
        .map_err(|error| error.to_string())?;
    let mut context = around.fields.clone();
    context.insert("value".into(), Value::String(value.to_owned()));
    let mut output = Capped(Vec::new());
    template
        .render_captured_to(minijinja::value::Serde(&context), &mut output)
        .map_err(|error| error.to_string())?;
    let text = String::from_utf8(output.0).map_err(|error| error.to_string())?;
    Ok(text.trim().to_owned())
}

/// Takes so much and no more.
struct Capped(Vec<u8>);

impl io::Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_OUTPUT {
            return Err(io::Error::other("the template makes too long a text"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tenon_model::Random;
    use tenon_testkit::SeededRandom;

    use super::*;

    fn once(step: &Step, way: Way, text: &str) -> Result<String, String> {
        let fields = json!({"firstName": "Ana", "lastName": "Ruiz"});
        let around = Around {
            fields: fields.as_object().unwrap(),
            country: "US",
        };
        apply(std::slice::from_ref(step), false, way, text, around)
    }

    #[test]
    fn each_step_does_what_it_is_called() {
        let values = Step::Values(vec![("hot".into(), "Hot lead".into())]);
        for (step, way, text, becomes) in [
            (Step::Trim, Way::In, " a b ", "a b"),
            (Step::Case(Case::Upper), Way::Out, "straße", "STRASSE"),
            (
                Step::Case(Case::Title),
                Way::In,
                "o'NEIL-smith jr",
                "O'neil-Smith Jr",
            ),
            (Step::Name(Part::First), Way::In, "Ana Maria Ruiz", "Ana"),
            (
                Step::Name(Part::Last),
                Way::In,
                "Ana Maria Ruiz",
                "Maria Ruiz",
            ),
            (
                Step::Date("%m/%d/%Y".into()),
                Way::In,
                "11/23/2026",
                "2026-11-23",
            ),
            (
                Step::Date("%b %d, %Y".into()),
                Way::Out,
                "2026-11-23",
                "Nov 23, 2026",
            ),
            (Step::Phone, Way::In, "(512) 555-0123", "+15125550123"),
            (values.clone(), Way::Out, "hot", "Hot lead"),
            (values, Way::Out, "cold", "cold"),
            (
                Step::Template("{{ firstName|upper }}: {{ value }}{{ nothing }}".into()),
                Way::Out,
                "x",
                "ANA: x",
            ),
        ] {
            assert_eq!(once(&step, way, text).as_deref(), Ok(becomes), "{step:?}");
        }
        assert!(once(&Step::Date("%m/%d/%Y".into()), Way::In, "soon").is_err());
        assert!(once(&Step::Phone, Way::In, "call me").is_err());
    }

    #[test]
    fn what_goes_both_ways_comes_back_as_it_was_or_is_not_sent() {
        let words = ["a", "b", "c", "d", "2026-11-23", "+15125550123", "x y"];
        let fields = Fields::new();
        let around = Around {
            fields: &fields,
            country: "US",
        };
        let (mut sent, mut kept) = (0, 0);
        for seed in 0..4_000 {
            let chance = SeededRandom::new(seed);
            let word = || words[usize::try_from(chance.below(7)).unwrap()].to_owned();
            let any = || match chance.below(4) {
                0 => Step::Trim,
                1 => Step::Phone,
                2 => Step::Date("%m/%d/%Y".into()),
                _ => Step::Values((0..3).map(|_| (word(), word())).collect()),
            };
            let steps: Vec<Step> = (0..=chance.below(2)).map(|_| any()).collect();
            if steps.iter().any(|step| step.way_back().is_some()) {
                continue;
            }
            let text = word();
            match apply(&steps, true, Way::Out, &text, around) {
                Err(_) => kept += 1,
                Ok(there) => {
                    sent += 1;
                    let back = apply(&steps, true, Way::In, &there, around);
                    assert_eq!(back.as_ref(), Ok(&text), "seed {seed}: {steps:?} {there}");
                }
            }
        }
        assert!(sent > 500 && kept > 100, "{sent} sent, {kept} kept");
    }

    #[test]
    fn a_template_spends_and_makes_no_more_than_it_may() {
        for greedy in [
            "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
            "{{ 'x' * 100000 }}",
        ] {
            assert!(
                once(&Step::Template(greedy.into()), Way::Out, "x").is_err(),
                "{greedy}"
            );
        }
        assert!(Step::Template("{{ open".into()).fault().is_some());
        assert!(Step::Date("%Y".into()).fault().is_some());
        assert!(Step::Date("%m/%d/%Y".into()).fault().is_none());
    }
}
