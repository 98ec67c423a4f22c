//! decode/workbook/number/digits: numbers to digits, as a format with places (`#,##0.00`) shows them.

use super::Token;

/// A section of a format that shows digits.
#[derive(Clone, Debug)]
pub(super) struct DigitSection {
    tokens: Vec<Token>,
    decimals: usize,
    grouped: bool,
    /// What the value is multiplied by: percent signs, and commas behind the last place.
    factor: f64,
}

/// The most decimal places that are shown.
const MOST_DECIMALS: usize = 30;
/// Numbers from here on have no exact digits.
const LARGEST: f64 = 1e21;

impl DigitSection {
    /// The section, where `tokens` are places of digits and signs around them; not fractions and exponents.
    pub(super) fn read(tokens: &[Token]) -> Option<DigitSection> {
        let is_place = |token: &Token| matches!(token, Token::Place('0' | '#' | '?'));
        let first = tokens.iter().position(is_place);
        let last = tokens.iter().rposition(is_place);
        let between = first.zip(last).and_then(|(first, last)| tokens.get(first..=last)).unwrap_or_default();
        let is_fraction = tokens.iter().any(|token| *token == Token::Literal("/".into()));
        if is_fraction || tokens.iter().any(|token| matches!(token, Token::Letters(..) | Token::Half(_))) {
            return None;
        }
        let commas = tokens.iter().skip(last.map_or(0, |last| last + 1)).take_while(|token| **token == Token::Place(',')).count();
        let percents = tokens.iter().filter(|token| **token == Token::Place('%')).count();
        let kept = tokens.iter().filter(|token| !matches!(token, Token::Place(',')));
        let behind = tokens.iter().skip_while(|token| **token != Token::Place('.'));
        Some(DigitSection {
            tokens: kept.cloned().collect(),
            decimals: behind.filter(|token| is_place(token)).count().min(MOST_DECIMALS),
            grouped: between.contains(&Token::Place(',')),
            factor: 100f64.powi(percents.min(5) as i32) / 1000f64.powi(commas.min(5) as i32),
        })
    }

    /// `value` in this format; `None` where it has too many digits.
    pub(super) fn show(&self, value: f64) -> Option<String> {
        let scaled = value * self.factor;
        if !scaled.is_finite() || scaled.abs() >= LARGEST {
            return None;
        }
        let digits = format!("{:.*}", self.decimals, settled(scaled.abs()));
        let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
        let is_zero = digits.chars().all(|c| matches!(c, '0' | '.'));
        let sign = if scaled < 0.0 && !is_zero { "-" } else { "" };
        Some(format!("{sign}{}", self.fill(whole.trim_start_matches('0'), decimals)))
    }

    /// Puts digits into their places: those before the point from the right, surplus ones into the first place.
    fn fill(&self, whole: &str, decimals: &str) -> String {
        let is_place = |token: &&Token| matches!(token, Token::Place('0' | '#' | '?'));
        let point = self.tokens.iter().position(|token| *token == Token::Place('.')).unwrap_or(self.tokens.len());
        let places = self.tokens.iter().take(point).filter(is_place).count();
        let kept = decimals.len() - self.optional(point, decimals);
        let mut whole: Vec<char> = whole.chars().collect();
        let mut decimals = decimals.chars().take(kept);
        let mut left = places;
        let mut text = String::new();
        for (index, token) in self.tokens.iter().enumerate() {
            match token {
                Token::Literal(literal) => text.push_str(literal),
                Token::Bracket(inside) => text.push_str(currency(inside)),
                Token::Place('.') if index == point => text.push('.'),
                Token::Place(place @ ('0' | '#' | '?')) if index < point => {
                    let surplus = if left == places { whole.len().saturating_sub(left) } else { 0 };
                    let own = usize::from(whole.len() - surplus >= left);
                    let digits: Vec<char> = whole.drain(..surplus + own).collect();
                    for (offset, digit) in digits.iter().enumerate() {
                        text.push(*digit);
                        self.group(&mut text, left - 1 + digits.len() - 1 - offset);
                    }
                    if digits.is_empty() && *place == '0' {
                        text.push('0');
                        self.group(&mut text, left - 1);
                    }
                    left -= 1;
                }
                Token::Place('0' | '#' | '?') => text.extend(decimals.next()),
                Token::Place(c) => text.push(*c),
                Token::Letters(..) | Token::Half(_) => {}
            }
        }
        text
    }

    /// A comma where a multiple of three digits is to come.
    fn group(&self, text: &mut String, to_come: usize) {
        if self.grouped && to_come > 0 && to_come.is_multiple_of(3) {
            text.push(',');
        }
    }

    /// How many zeros at the end of `decimals` stand in places that need not be filled.
    fn optional(&self, point: usize, decimals: &str) -> usize {
        let places = self.tokens.iter().skip(point).rev().filter(|token| matches!(token, Token::Place('0' | '#' | '?')));
        places.zip(decimals.chars().rev()).take_while(|(place, digit)| **place != Token::Place('0') && *digit == '0').count()
    }
}

/// The sign of a currency (`[$¥-804]`); colours and other brackets show nothing.
fn currency(inside: &str) -> &str {
    inside.strip_prefix('$').map_or("", |sign| sign.split('-').next().unwrap_or_default())
}

/// The value with fifteen digits, as programs keep it: 8.55 and not 8.550000000000000711, which would be rounded down or up by chance.
fn settled(value: f64) -> f64 {
    let digits = format!("{value:.14e}").parse().unwrap_or(value);
    digits * (1.0 + f64::EPSILON)
}
