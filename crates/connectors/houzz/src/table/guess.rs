//! A guess at what columns mean: by their names, and by what stands in them.

use super::{Column, ColumnMap, Meaning, Table, content::Content};

/// Of so many cells in a hundred a column's content is told.
const MOST: usize = 70;
/// A column whose name promises e-mails or phones, and that holds fewer of them, is something else
/// (`Email opt in: yes`).
const SOME: usize = 20;

/// Guesses a table's map. Two columns never get one meaning where only one can have it: the better
/// guess has it, the other is kept under its own name.
#[must_use]
pub fn guess(table: &Table) -> ColumnMap {
    let mut guesses: Vec<(usize, u32, Meaning, String)> = Vec::new();
    for (at, name) in table.header.iter().enumerate() {
        let content = Content::of(table, at);
        for (score, meaning, why) in candidates(name, content) {
            guesses.push((at, score, meaning, why));
        }
    }
    // The best guess first; among equals, the column further left.
    guesses.sort_by_key(|(at, score, ..)| (std::cmp::Reverse(*score), *at));
    let mut columns: Vec<Option<Column>> = vec![None; table.header.len()];
    let mut taken: Vec<Meaning> = Vec::new();
    for (at, _, meaning, why) in guesses {
        let free = meaning.may_repeat() || !taken.contains(&meaning);
        if let Some(slot) = columns.get_mut(at)
            && slot.is_none()
            && free
        {
            taken.push(meaning);
            *slot = Some(Column {
                name: table.header[at].clone(),
                meaning,
                why,
            });
        }
    }
    let columns = columns
        .into_iter()
        .zip(&table.header)
        .map(|(column, name)| {
            column.unwrap_or_else(|| Column {
                name: name.clone(),
                meaning: if name.is_empty() {
                    Meaning::Ignore
                } else {
                    Meaning::Extra
                },
                why: "nothing tells what it means; kept under its own name".to_owned(),
            })
        });
    ColumnMap(columns.collect())
}

/// What a column may mean, with how much speaks for it.
fn candidates(name: &str, content: Content) -> Vec<(u32, Meaning, String)> {
    let word: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let mut found = Vec::new();
    for meaning in Meaning::ALL {
        let Some(place) = meaning.words().iter().position(|known| *known == word) else {
            continue;
        };
        let share = match meaning {
            Meaning::Email | Meaning::SecondEmail => content.emails,
            Meaning::Phone | Meaning::SecondPhone => content.phones,
            _ => 100,
        };
        if content.cells > 0 && share < SOME {
            continue;
        }
        // The usual word before the odd one: `Name` before `Client`.
        let score = 200 + u32::from(place == 0) * 20;
        found.push((score, *meaning, format!("it is called {name}")));
    }
    let says = |what: &str, share: usize| format!("{share}% of its cells look like {what}");
    let second = |first, second, share: usize, what: &str| {
        [
            (110, first, says(what, share)),
            (100, second, says(what, share)),
        ]
    };
    if content.emails >= MOST {
        found.extend(second(
            Meaning::Email,
            Meaning::SecondEmail,
            content.emails,
            "e-mails",
        ));
    } else if content.phones >= MOST {
        let (one, other) = (Meaning::Phone, Meaning::SecondPhone);
        found.extend(second(one, other, content.phones, "phone numbers"));
    } else if found.is_empty() && word.contains("zip") && content.zips >= MOST {
        found.push((90, Meaning::PostalCode, says("ZIP codes", content.zips)));
    } else if found.is_empty() && word.contains("name") && content.names >= MOST {
        found.push((80, Meaning::Name, says("names", content.names)));
    }
    found
}
