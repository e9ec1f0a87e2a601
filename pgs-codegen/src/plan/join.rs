//! Several plans as one: protocols of several generations in one text.

use super::Plan;

/// One plan of those of several protocols, of which the first is that of PGS. No two have a domain in common.
pub fn join(plans: impl IntoIterator<Item = Plan>) -> Plan {
    let mut plans = plans.into_iter();
    let mut joined = plans.next().unwrap_or_default();
    for plan in plans {
        joined.domains.extend(plan.domains);
        joined.left_out.extend(plan.left_out);
        joined.stores.extend(plan.stores);
        for (name, features) in plan.features {
            joined.features.entry(name).or_default().extend(features);
        }
    }
    joined.domains.sort_by(|a, b| a.name.cmp(&b.name));
    joined
}
