using System.Text.Json;
using System.Text.Json.Serialization;

namespace Incidents;

public partial class IncidentsClient
{
    /// <summary>A member that nobody set is left out, for the service takes no null; and codes are words in lists too, where NSwag would write numbers.</summary>
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings)
    {
        settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        settings.Converters.Add(new JsonStringEnumConverter());
    }
}
