using System.Globalization;

namespace IncidentApi.Platform.Data;

/// <summary>
/// For whom a transaction speaks. PostgreSQL's policies read it and show nothing to a transaction that says nothing;
/// it ends with the transaction, so nothing stays on a pooled connection.
/// </summary>
internal readonly record struct Scope(string Setting, string Value)
{
    public static Scope Of(Guid organisation) => new("app.organisation_id", organisation.ToString());

    /// <summary>Speaks for no organisation: no row of any is seen, but what everybody may see.</summary>
    public static readonly Scope Nobody = new("app.organisation_id", "");

    /// <summary>Speaks for whoever holds a key: the policies admit the one row with this MAC.</summary>
    public static Scope OfKey(byte[] mac) => new("app.key", Convert.ToHexString(mac).ToLower(CultureInfo.InvariantCulture));

    /// <summary>Speaks for whoever knows the id of an export that belongs to no organisation.</summary>
    public static Scope OfExport(Guid id) => new("app.export_id", id.ToString());

    public Sql Statement => $"select set_config({Setting}, {Value}, true)";
}
